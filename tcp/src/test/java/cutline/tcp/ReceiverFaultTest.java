package cutline.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cutline.runtime.Connection;
import cutline.runtime.MalformedException;
import cutline.runtime.admission.Limits;
import cutline.runtime.admission.Rejection;
import cutline.runtime.contract.Dial;
import cutline.runtime.contract.End;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a receiver throws costs its stream, and the log says whose fault it was. */
class ReceiverFaultTest {

  private volatile boolean doorShut;
  private EchoServer echo;

  /** Fails where a frame tells it to. */
  private static final class Obedient extends EchoServer.Echo {

    private String order = "";

    Obedient(Connection connection) {
      super(connection);
    }

    @Override
    public void received(byte[] frame) throws MalformedException {
      super.received(frame);
      order = new String(frame, StandardCharsets.UTF_8);
      if (order.equals("malformed")) {
        throw new MalformedException("it was told to");
      }
      failIn("received");
    }

    @Override
    public void batchEnd() {
      super.batchEnd();
      failIn("batchEnd");
    }

    @Override
    public void closed() {
      super.closed();
      failIn("closed");
    }

    private void failIn(String call) {
      if (order.equals(call)) {
        throw new IllegalStateException(call);
      }
    }
  }

  private End accept(Connection connection) {
    if (doorShut) {
      throw new IllegalStateException("the door is shut");
    }
    return new Obedient(connection);
  }

  @BeforeEach
  void listen() throws IOException {
    echo = new EchoServer(Limits.DEFAULT, this::accept);
  }

  @AfterEach
  void theGoodConnectionGoesOn() {
    echo.assertGoodGoesOn();
    echo.close();
  }

  @Test
  void aMalformedFrameIsThePeersFault() {
    End end = echo.dial();
    end.send("fine", "malformed", "fine");
    end.awaitClosed();
    echo.assertRejected(Rejection.FRAME, "it was told to");
    assertThat(echo.otherEnd().received()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"received", "batchEnd"})
  void anythingElseIsOurFault(String call) {
    End end = echo.dial();
    end.send(call);
    end.awaitClosed();
    assertOurFault(call);
  }

  @Test
  void aFailureAtTheEndHarmsNobody() {
    End end = echo.dial();
    end.send("closed");
    end.take();
    end.connection().close();
    assertOurFault("closed");
  }

  @Test
  void aFailureToAcceptEndsTheConnection() throws IOException {
    doorShut = true;
    try (RawPeer peer = RawPeer.greeted(echo.address())) {
      assertThat(peer.hear()).isEqualTo(new Control.End(1, ""));
    }
    assertOurFault("the door is shut");
  }

  @Test
  void aFailureToConnectEndsTheConnection() {
    Dial dial =
        new Dial(_ -> {
          throw new IllegalStateException("changed my mind");
        });
    echo.other().dial(echo.address(), dial);
    assertOurFault("changed my mind");
    await().atMost(End.PATIENCE).until(() -> echo.server().connections() == 1);
    assertThat(dial.answers()).isZero();
  }

  private void assertOurFault(String message) {
    await().atMost(End.PATIENCE).until(() -> !echo.log().bugs().isEmpty());
    assertThat(echo.log().bugs())
        .singleElement()
        .satisfies(bug -> assertThat(bug).hasStackTraceContaining(message));
    for (Rejection reason : Rejection.values()) {
      assertThat(echo.server().rejected(reason)).as(reason.name()).isZero();
    }
  }
}
