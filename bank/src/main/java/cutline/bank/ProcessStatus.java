package cutline.bank;

import cutline.bank.domain.Traffic;
import cutline.runtime.OpenSnapshot;
import cutline.runtime.PeerStatus;
import java.util.List;

/**
 * How a process of the bank stands at one moment.
 *
 * @param isStarted whether it was told to transfer money by itself
 * @param isPaused whether it does not for now
 * @param balance in dollars
 * @param sent how many transfers have left in this life
 * @param received how many transfers have come in this life
 * @param traffic how it transfers by itself
 * @param peers the other members, sorted by name
 * @param open the undecided snapshots that it takes part in, oldest first
 * @param era how often the bank has gone back to a snapshot
 */
public record ProcessStatus(
    boolean isStarted,
    boolean isPaused,
    long balance,
    long sent,
    long received,
    Traffic traffic,
    List<PeerStatus> peers,
    List<OpenSnapshot> open,
    long era) {}
