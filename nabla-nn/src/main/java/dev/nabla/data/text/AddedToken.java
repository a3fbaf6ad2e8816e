package dev.nabla.data.text;

/**
 * A token that is found in the text as it stands, before anything is split, such as {@code <|endoftext|>}.
 *
 * @param content its text
 * @param id its number
 * @param special whether it controls a model, and is no part of what is said
 * @param singleWord whether it counts only where no letter or digit stands beside it
 * @param stripLeft whether it takes in the white space before it
 * @param stripRight whether it takes in the white space after it
 */
public record AddedToken(String content, int id, boolean special, boolean singleWord, boolean stripLeft,
    boolean stripRight) {
  /** A special token with this text and number. */
  public AddedToken(String content, int id) {
    this(content, id, true, false, false, false);
  }
}
