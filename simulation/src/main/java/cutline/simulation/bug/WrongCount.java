package cutline.simulation.bug;

import cutline.core.Effects;
import cutline.core.Marker;
import cutline.simulation.Message;
import cutline.simulation.Mutation;

/** A marker counts one message more than were sent before the cut. */
final class WrongCount extends EffectsBug {

  WrongCount(Mutation.Site site, Effects<Message> real) {
    super(site, real);
  }

  @Override
  public void sendMarker(int to, Marker marker) {
    real.sendMarker(to, new Marker(marker.id(), marker.messagesBefore() + 1));
  }
}
