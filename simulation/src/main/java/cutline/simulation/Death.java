package cutline.simulation;

/** A process dies here, without another word. */
final class Death extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Deed.Where where;

  Death(Deed.Where where) {
    super(null, null, false, false);
    this.where = where;
  }

  Deed.Where where() {
    return where;
  }
}
