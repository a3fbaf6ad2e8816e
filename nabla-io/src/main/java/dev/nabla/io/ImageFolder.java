package dev.nabla.io;

import dev.nabla.Nabla;
import dev.nabla.data.DataException;
import dev.nabla.data.Dataset;
import dev.nabla.data.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Images in one folder for each class, as {@code animals/cat/1.png}. Classes are numbered in the order of their names; images are read when they are
 * asked for: uint8 [3, H, W] with the number of their class, 0-d int64. They have their own sizes, so that most uses resize them with
 * {@link Dataset#map}.
 */
public final class ImageFolder implements Dataset<Example> {
  private static final Set<String> ENDINGS = Set.of("png", "jpg", "jpeg", "bmp", "gif", "tif", "tiff");

  private record Sample(Path file, int label) {}

  private final List<String> classes;
  private final List<Sample> samples = new ArrayList<>();

  /**
   * The images in the folders of {@code root}, and in folders inside these.
   *
   * @throws DataException if there is no such folder, or one without images
   */
  public ImageFolder(Path root) {
    List<Path> folders = list(root, 1, Files::isDirectory);
    folders.remove(root);
    classes = folders.stream().map(f -> f.getFileName().toString()).toList();
    if (classes.isEmpty()) {
      throw new DataException(root + ": holds no folders; each class of images needs one");
    }
    for (int label = 0; label < folders.size(); label++) {
      List<Path> files = list(folders.get(label), Integer.MAX_VALUE, ImageFolder::isImage);
      if (files.isEmpty()) {
        throw new DataException(folders.get(label) + ": holds no images (" + String.join(", ", ENDINGS) + ")");
      }
      for (Path file : files) {
        samples.add(new Sample(file, label));
      }
    }
  }

  private static List<Path> list(Path folder, int depth, Predicate<Path> wanted) {
    try (Stream<Path> all = Files.walk(folder, depth)) {
      return new ArrayList<>(all.filter(wanted)
          .sorted(Comparator.comparing((Path p) -> String.valueOf(p.getParent()))
              .thenComparing(p -> p.getFileName().toString()))
          .toList());
    } catch (IOException e) {
      throw new DataException(folder + ": cannot be listed: " + e, e);
    }
  }

  private static boolean isImage(Path file) {
    String name = file.getFileName().toString();
    return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT))
        && Files.isRegularFile(file);
  }

  /** The names of the classes, in the order of their numbers. */
  public List<String> classes() {
    return classes;
  }

  /** The file of example {@code index}. */
  public Path file(int index) {
    return samples.get(index).file;
  }

  @Override
  public int size() {
    return samples.size();
  }

  @Override
  public Example get(int index) {
    Sample s = samples.get(index);
    return new Example(Images.read(s.file), Nabla.tensor((long) s.label));
  }
}
