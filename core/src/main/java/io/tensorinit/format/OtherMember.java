package io.tensorinit.format;

/**
 * Something in a checkpoint that cannot be listed as a tensor. Whoever asks for a tensor of that
 * name is refused; nothing else is.
 *
 * @param name its name, where it is an array's without {@code .npy}
 * @param reason why, as words that follow the name: {@code is no array}, {@code is encrypted}
 * @param mayBeTensor false if it certainly is none
 */
public record OtherMember(String name, String reason, boolean mayBeTensor) {}
