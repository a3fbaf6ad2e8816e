package dev.nabla.testkit;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The functions behind the names that recorded cases use. */
@FunctionalInterface
public interface GoldenCalls {
  /**
   * Calls {@code op} with arguments as described at {@link GoldenCase}.
   *
   * @return the result: a tensor, a number, a list of these, or anything else whose text is compared
   * @throws GoldenCase.Unsupported if there is no such op, or not with such arguments
   */
  @Nullable
  Object call(String op, List<@Nullable Object> args, Map<String, @Nullable Object> kwargs);
}
