package dev.nabla.cli;

import picocli.CommandLine.Command;

/** {@code nabla train}: trains a model. */
@Command(name = "train", description = "Train a model.", subcommands = {
  TrainMnist.class, TrainText.class, TrainTabular.class}, synopsisSubcommandLabel = "MODEL")
final class Train {}
