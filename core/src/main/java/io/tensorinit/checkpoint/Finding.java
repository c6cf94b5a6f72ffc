package io.tensorinit.checkpoint;

import java.util.List;

/**
 * Something about a model or a checkpoint that is worth a look before anybody trains it.
 *
 * @param kind what it is
 * @param tensors the tensor it is about; of {@link Kind#EQUAL} then the one that it equals; none of
 *     {@link Kind#IDLE_RULE}
 * @param text the numbers that tell it, in a line without the tensor's name
 */
public record Finding(Kind kind, List<String> tensors, String text) {
  /** What was found, the gravest first. */
  public enum Kind {
    /** Values that are not numbers. */
    NAN("Not a number"),
    /** Infinite values, where the plan has none. */
    INFINITE("Infinite"),
    /** A tensor of the model is not in the file. */
    MISSING("Missing in the file"),
    /** A tensor of the file is not in the model. */
    EXTRA("Not in the model"),
    /** Another dtype or shape than the model's. */
    OTHER_FORM("Other dtype or shape"),
    /**
     * All values are zero: where the plan has others; without a plan, in a tensor of two axes or
     * more, which is no bias.
     */
    ALL_ZERO("Dead: all zeros"),
    /** All values are the same, though not zero, likewise. */
    ONE_VALUE("Dead: one value everywhere"),
    /** Mean, std or bounds lie outside of what sampling can explain. */
    OFF_PLAN("Not as planned"),
    /** Values of a narrow type at the end of its range, where the plan does not reach that. */
    SATURATED("Saturated"),
    /** A tenth or more of a narrow type's values are zero, where the plan has next to none. */
    ROUNDED_TO_ZERO("Rounded to zero"),
    /** Two tensors that should differ hold, or will hold, the same values. */
    EQUAL("Equal tensors"),
    /** Values may overflow the dtype. */
    OVERFLOW("May overflow"),
    /** A rule of the model matches no parameter. */
    IDLE_RULE("Rules that match nothing");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    /**
     * The kind in words.
     *
     * @return a heading
     */
    public String title() {
      return title;
    }
  }

  /** Copies the list. */
  public Finding {
    tensors = List.copyOf(tensors);
  }
}
