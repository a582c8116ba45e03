------------------------------- MODULE Laws -------------------------------
(***************************************************************************)
(* What must hold in every state, and what must be reachable: a law that   *)
(* holds because nothing happens says nothing.                             *)
(***************************************************************************)
EXTENDS Cutline

Total == N * Deal

Channels == {c \in P \X P : c[1] # c[2]}

-----------------------------------------------------------------------------
(* Types. *)

IsPart(part) ==
  \/ part = None
  \/ /\ part.state \in {"recording", "complete", "failed", "kept"}
     /\ part.balance \in 0..Total
     /\ \A j \in P :
          /\ part.sent[j] \in Nat
          /\ part.announced[j] \in Nat \cup {Unannounced}
          /\ part.arrived[j] \in Nat
          /\ Range(part.applied[j]) \subseteq 1..Transfers
          /\ Range(part.recorded[j]) \subseteq 1..Transfers

IsEntry(entry) ==
  \/ entry = Forgotten
  \/ entry.kind = "message" /\ entry.n \in 1..Transfers /\ entry.carried \subseteq Ids
  \/ entry.kind = "marker" /\ entry.id \in Ids /\ entry.before \in 0..Transfers
  \/ entry.kind = "report" /\ entry.id \in Ids /\ entry.part.state \in {"complete", "failed"}
  \/ entry.kind = "decision" /\ entry.id \in Ids /\ entry.status \in Statuses

IsProcess(b) ==
  /\ b.balance \in 0..Total
  /\ b.last \in 0..Snapshots
  /\ \A j \in P :
       /\ b.sent[j] \in 0..Transfers
       /\ Range(b.applied[j]) \subseteq 1..Transfers
       /\ \A k \in 1..Len(b.log[j]) : IsEntry(b.log[j][k])
       /\ b.received[j] \subseteq Nat
  /\ \A id \in Ids :
       /\ IsPart(b.part[id])
       /\ b.heard[id] \in Statuses \cup {"nothing", "given up"}
       /\ \A j \in P : b.reports[id][j].state \in {"none", "complete", "failed"}

TypeOK ==
  /\ \A i \in P : IsProcess(now[i]) /\ IsProcess(disk[i])
  /\ crashed \in 0..Crashes

-----------------------------------------------------------------------------
(* Money and channels. *)

InFlight(state, i, j) ==
  Cardinality({k \in 1..Len(state[i].log[j]) :
                 state[i].log[j][k].kind = "message" /\ k \notin state[j].received[i]})

IsConserved(state) ==
  Total =
    Sum([i \in P |-> state[i].balance], P)
    + Sum([c \in Channels |-> InFlight(state, c[1], c[2])], Channels)

(* Among the living, and also if all of them came back from their disks now. *)
MoneyConserved == IsConserved(now) /\ IsConserved(disk)

IsAscending(seq) == \A k \in 2..Len(seq) : seq[k - 1] < seq[k]
HasNoRepetition(seq) == Cardinality(Range(seq)) = Len(seq)

AppliedOnce ==
  \A c \in Channels :
    LET applied == now[c[2]].applied[c[1]] IN
    /\ HasNoRepetition(applied)
    /\ Fifo => applied = [n \in 1..Len(applied) |-> n]

(* What a sender has forgotten, its receiver will never lack. *)
NothingLost ==
  \A c \in Channels :
    \A k \in 1..Len(now[c[1]].log[c[2]]) :
      now[c[1]].log[c[2]][k] = Forgotten => k \in disk[c[2]].received[c[1]]

(* Nobody has from a process what that does not know any more after a crash. *)
DurableBeforeSent ==
  \A c \in Channels :
    \A k \in now[c[2]].received[c[1]] : k <= Len(disk[c[1]].log[c[2]])

-----------------------------------------------------------------------------
(* Snapshots. *)

IsComplete(id) == now[id[1]].heard[id] = "COMPLETE"

PartOf(id, i) == now[id[1]].reports[id][i]

ChannelState(id, c) ==
  Range(PartOf(id, c[2]).recorded[c[1]]) \cup PartOf(id, c[1]).held[c[2]]

(* No state contains a message from behind its sender's cut. *)
CutConsistent ==
  \A id \in Ids : IsComplete(id) =>
    \A c \in Channels :
      Range(PartOf(id, c[2]).applied[c[1]]) \subseteq 1..PartOf(id, c[1]).sent[c[2]]

(* The state of a channel is exactly what crosses the cut, and all adds up. *)
SnapshotExact ==
  \A id \in Ids : IsComplete(id) =>
    /\ \A c \in Channels :
         /\ ChannelState(id, c) =
              (1..PartOf(id, c[1]).sent[c[2]]) \ Range(PartOf(id, c[2]).applied[c[1]])
         /\ HasNoRepetition(PartOf(id, c[2]).recorded[c[1]])
         /\ Fifo => IsAscending(PartOf(id, c[2]).recorded[c[1]])
    /\ Total =
         Sum([i \in P |-> PartOf(id, i).balance], P)
         + Sum([c \in Channels |-> Cardinality(ChannelState(id, c))], Channels)

(* Whoever asks the members for their parts gets what the initiator has seen. *)
PartsKept ==
  \A id \in Ids : IsComplete(id) =>
    \A i \in P :
      LET kept == IF i = id[1] THEN now[i].part[id] ELSE disk[i].part[id] IN
      Over(kept) = Over(PartOf(id, i))

(* What a member has heard is what the initiator has on disk. *)
DecidedOnce ==
  \A id \in Ids : \A i \in Others(id[1]) :
    now[i].heard[id] \in Statuses => disk[id[1]].heard[id] = now[i].heard[id]

(* No snapshot is given up because of a channel that has kept its promise. Where    *)
(* channels are not FIFO, this holds as long as a snapshot is undecided and nobody   *)
(* has given it up: behind that, messages do not carry its id any more, may overtake *)
(* the marker, and make their receiver blame the channel. Nothing comes of it, for   *)
(* such a snapshot is over, or will be aborted.                                      *)
NoFalseAlarm ==
  \A id \in Ids :
    \/ /\ ~Fifo
       /\ \/ disk[id[1]].heard[id] \in Statuses
          \/ \E i \in P : now[i].heard[id] = "given up"
    \/ \A i \in P :
         /\ now[i].part[id].state # "failed"
         /\ now[id[1]].reports[id][i] # Failed("order")

HasAll(i, j) == Cardinality(now[j].received[i]) = Len(now[i].log[j])

(* Who has heard all that the initiator had to say remembers nothing more. *)
NoRecordingLeft ==
  \A id \in Ids : now[id[1]].heard[id] \in Statuses =>
    \A i \in P : i = id[1] \/ HasAll(id[1], i) => ~IsUndecided(now[i], id)

(* When nothing is under way any more, all that was begun is decided. *)
SnapshotEnds ==
  (\A c \in Channels : HasAll(c[1], c[2])) =>
    \A id \in Ids : \A i \in P : ~IsUndecided(now[i], id)

(* A decision that is durable stands. *)
DecisionStands ==
  [][\A id \in Ids : disk[id[1]].heard[id] \in Statuses =>
       disk'[id[1]].heard[id] = disk[id[1]].heard[id]]_vars

(* An id under which a snapshot is begun is one that nobody has heard of. *)
IdUnique ==
  [][\A id \in Ids : (now[id[1]].last < id[2] /\ now'[id[1]].last = id[2]) =>
       \A i \in P : /\ now[i].part[id] = None /\ disk[i].part[id] = None
                    /\ now[i].heard[id] = "nothing"]_vars

-----------------------------------------------------------------------------
(* What must be reachable. In goals/*.cfg they are invariants, and TLC must find *)
(* them broken.                                                                  *)

HasMoneyInFlight(id) ==
  IsComplete(id) /\ \E c \in Channels : ChannelState(id, c) # {}

NeverCompleteWithMoneyInFlight == \A id \in Ids : ~HasMoneyInFlight(id)

NeverCompleteAfterACrash ==
  ~(crashed > 0 /\ \E id \in Ids : HasMoneyInFlight(id))

NeverTwoAtOnce ==
  ~\E i \in P : Cardinality({id \in Ids : now[i].part[id].state = "recording"}) > 1

NeverTwoComplete ==
  Cardinality({id \in Ids : IsComplete(id)}) < 2

NeverIncomplete ==
  \A id \in Ids : \A i \in Others(id[1]) : now[i].heard[id] # "INCOMPLETE"

NeverAborted ==
  \A id \in Ids : \A i \in Others(id[1]) : now[i].heard[id] # "ABORTED"

(* A channel is closed later than its marker came: there are fewer than announced. *)
NeverClosedByAMessage ==
  ~\E id \in Ids : \E c \in Channels :
     LET part == now[c[2]].part[id] IN
     /\ part.state = "recording"
     /\ part.announced[c[1]] # Unannounced
     /\ ~IsClosed(part, c[1])

(* All that was sent is received, acknowledged, forgotten and on disk. *)
NeverAllForgotten ==
  ~(/\ SentByAll = Transfers
    /\ \E id \in Ids : HasMoneyInFlight(id)
    /\ \A c \in Channels :
         \A k \in 1..Len(disk[c[1]].log[c[2]]) : disk[c[1]].log[c[2]][k] = Forgotten)
=============================================================================
