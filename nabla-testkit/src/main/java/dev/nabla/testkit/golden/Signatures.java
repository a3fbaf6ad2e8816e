package dev.nabla.testkit.golden;

import dev.nabla.testkit.golden.Values.Args;
import dev.nabla.testkit.golden.Values.Kwargs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** PyTorch's parameters of functions whose arguments may be given by place or by name where Java knows one of the two. */
final class Signatures {
  /** What stands before the bar goes by place, what stands behind it by name. */
  private static final Map<String, List<String>> PARAMETERS = new HashMap<>();

  static {
    String[][] all = {{"promote_types", "type1 type2 |"}, {"result_type", "tensor1 tensor2 |"},
      {"nn.functional.pad", "input pad | mode value"}, {"constant_pad_nd", "input pad value |"},
      {"polygamma", "n input |"}, {"special.polygamma", "n input |"}, {"special.zeta", "input other |"},
      {"cdist", "x1 x2 p | compute_mode"}, {"tile", "input dims |"}, {"Tensor.unfold", "self dimension size step |"},
      {"quantile", "input q | dim keepdim interpolation"}, {"nanquantile", "input q | dim keepdim interpolation"},
      {"nn.functional.margin_ranking_loss", "input1 input2 target | margin size_average reduce reduction"},
      {"nn.functional.cosine_embedding_loss", "input1 input2 target | margin size_average reduce reduction"},
      {"nn.functional.nll_loss", "input target | weight size_average ignore_index reduce reduction"},
      {"nn.functional.cosine_similarity", "x1 x2 | dim eps"},
      {"nn.functional.pairwise_distance", "x1 x2 | p eps keepdim"},
      {"nn.functional.bilinear", "input1 input2 weight bias |"},
      {"nn.functional.group_norm", "input num_groups | weight bias eps"},
      {"nn.functional.lp_pool1d", "input norm_type kernel_size | stride ceil_mode"},
      {"nn.functional.lp_pool2d", "input norm_type kernel_size | stride ceil_mode"},
      {"nn.functional.interpolate", "input | size scale_factor mode align_corners recompute_scale_factor antialias"},
      {"masked_fill", "input mask value |"}, {"Tensor.masked_fill_", "self mask value |"},
      {"heaviside", "input values |"}, {"clamp_max", "input max |"}, {"clamp_min", "input min |"},
      {"full", "size fill_value | dtype"}, {"full_like", "input fill_value | dtype"},
      {"Tensor.new_full", "self size fill_value | dtype"}, {"cholesky_solve", "input input2 | upper"},
      {"addmv", "input mat vec | beta alpha"}, {"addr", "input vec1 vec2 | beta alpha"},
      {"addcmul", "input tensor1 tensor2 | value"}, {"addcdiv", "input tensor1 tensor2 | value"},
      {"where", "condition input other |"}, {"linalg.vecdot", "x y | dim"}, {"mv", "input vec |"},
      {"dot", "input tensor |"}, {"split", "tensor split_size_or_sections | dim"},
      {"split_with_sizes", "input split_sizes | dim"}, {"tensor_split", "input indices_or_sections | dim"},
      {"take_along_dim", "input indices | dim"},
      {"searchsorted", "sorted_sequence input | out_int32 right side sorter"},
      {"histogram", "input bins | range weight density"}, {"tril_indices", "row col offset |"},
      {"triu_indices", "row col offset |"}, {"linalg.lstsq", "A B | rcond driver"},
      {"unique_consecutive", "input | return_inverse return_counts dim"},
      {"unique", "input | sorted return_inverse return_counts dim"}, {"gru_cell", "input hx w_ih w_hh b_ih b_hh |"},
      {"lstm_cell", "input hx w_ih w_hh b_ih b_hh |"}, {"rnn_tanh_cell", "input hx w_ih w_hh b_ih b_hh |"},
      {"rnn_relu_cell", "input hx w_ih w_hh b_ih b_hh |"}};
    for (String[] e : all) {
      PARAMETERS.put(e[0], List.of(e[1].split(" ")));
    }
  }

  private Signatures() {}

  /** Puts each argument of {@code op} where Java wants it. */
  static void arrange(String op, Args args, Kwargs kwargs) {
    List<String> parameters = PARAMETERS.getOrDefault(op, List.of("|"));
    int places = parameters.indexOf("|");
    for (int i = args.size(); i < places && kwargs.containsKey(parameters.get(i)); i++) {
      args.add(kwargs.remove(parameters.get(i)));
    }
    if (places > 0 && args.size() < parameters.size()) {
      while (args.size() > places) {
        // The bar itself takes one place in the list.
        String name = parameters.get(args.size());
        @Nullable
        Object value = args.removeLast();
        if (value != null) {
          kwargs.put(name, value);
        }
      }
    }
  }
}
