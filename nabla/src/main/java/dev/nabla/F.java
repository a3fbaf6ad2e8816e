package dev.nabla;

/** The functions of neural networks: {@code torch.nn.functional} in Java spelling. Shapes are as in PyTorch, batch axis first. */
public final class F {
  private F() {}

  // --- softmax ---

  // --- normalization ---

  // --- losses ---

  // --- dropout ---
}
