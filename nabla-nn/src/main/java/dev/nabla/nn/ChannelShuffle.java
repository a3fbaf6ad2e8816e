package dev.nabla.nn;

import dev.nabla.F;

/** The channels, as a matrix of {@code groups} rows, read by columns (Zhang and others 2017). */
public final class ChannelShuffle extends Stateless {
  /** Of this many groups. */
  public ChannelShuffle(int groups) {
    super("groups=" + groups, x -> F.channelShuffle(x, groups));
  }
}
