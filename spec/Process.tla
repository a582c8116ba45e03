------------------------------ MODULE Process ------------------------------
(***************************************************************************)
(* One process: its state, and what each event makes of it. Everything is  *)
(* a function from a state to a state; what is durable and what is not,    *)
(* and what reaches whom, is the business of module Cutline.               *)
(*                                                                         *)
(* A transfer is $1 and is known by its channel and its number on it, the  *)
(* first one being 1.                                                      *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets

CONSTANTS
  N,           \* how many processes there are, all connected
  Deal,        \* what each of them has at first
  Initiators,  \* those that take snapshots
  Snapshots,   \* how many snapshots each of these takes, at most
  Fifo,        \* whether the channels are FIFO (Chandy-Lamport) or not (Lai-Yang)
  Mistakes     \* what is planted, see mistakes/*.cfg; {} is the protocol

P == 1..N
Others(i) == P \ {i}

(* (initiator, number). The incarnation, which the code has in an id too, is *)
(* left out: the numbers alone must be unique.                               *)
Ids == Initiators \X (1..Snapshots)

Planted(mistake) == mistake \in Mistakes

Range(seq) == {seq[k] : k \in 1..Len(seq)}

-----------------------------------------------------------------------------
(* What is in a log. *)

Message(n, carried)  == [kind |-> "message", n |-> n, carried |-> carried]
Marker(id, before)   == [kind |-> "marker", id |-> id, before |-> before]
Report(id, part)     == [kind |-> "report", id |-> id, part |-> part]
Decision(id, status) == [kind |-> "decision", id |-> id, status |-> status]

(* An entry that was acknowledged is forgotten; the others keep their numbers. *)
Forgotten == [kind |-> "forgotten"]

Forget(log, received) ==
  [k \in 1..Len(log) |-> IF k \in received THEN Forgotten ELSE log[k]]

-----------------------------------------------------------------------------
(* A process's part in a snapshot. *)

None == [state |-> "none"]
Unannounced == -1

(* Why a member could not give its part: it was at a bound, or found that a   *)
(* channel had not kept its promise.                                         *)
Failed(reason) == [state |-> "failed", reason |-> reason]

IsClosed(part, from) ==
  /\ part.announced[from] # Unannounced
  /\ part.arrived[from] >= part.announced[from]

IsFinal(part, i) == \A from \in Others(i) : IsClosed(part, from)

Statuses == {"COMPLETE", "INCOMPLETE", "ABORTED"}

(* The state of a process. `sent` and `applied` are the application's messages *)
(* on each channel; the length of `applied` is the machine's count. `heard` is *)
(* what the process knows to be decided, and what it has given up. `reports`   *)
(* are those that an initiator has.                                           *)
Fresh ==
  [ balance  |-> Deal,
    sent     |-> [j \in P |-> 0],
    applied  |-> [j \in P |-> <<>>],
    log      |-> [j \in P |-> <<>>],
    received |-> [j \in P |-> {}],
    last     |-> 0,
    part     |-> [id \in Ids |-> None],
    heard    |-> [id \in Ids |-> "nothing"],
    reports  |-> [id \in Ids |-> [j \in P |-> None]] ]

IsUndecided(b, id) == b.part[id].state \in {"recording", "complete", "failed"}

AppendTo(b, j, entry) == [b EXCEPT !.log[j] = Append(@, entry)]

AppendToAll(b, i, entry) ==
  [b EXCEPT !.log = [j \in P |-> IF j = i THEN @[j] ELSE Append(@[j], entry)]]

-----------------------------------------------------------------------------
(* The initiator decides, alone and once, and tells all members. *)

(* Of an unfinished part nothing remains; a finished one is kept for whoever asks. *)
Over(part) ==
  IF part.state \in {"complete", "kept"} THEN [part EXCEPT !.state = "kept"] ELSE None

Decide(b, i, id, status) ==
  AppendToAll(
    [b EXCEPT !.heard[id] = status, !.part[id] = Over(@)], i, Decision(id, status))

TakeReport(b, i, id, from, part) ==
  IF b.heard[id] # "nothing"
  THEN b
  ELSE LET taken == [b EXCEPT !.reports[id][from] = part] IN
       IF part.state = "failed" THEN Decide(taken, i, id, "ABORTED")
       ELSE IF \A j \in P : taken.reports[id][j] # None
            THEN Decide(taken, i, id, "COMPLETE")
            ELSE taken

-----------------------------------------------------------------------------
(* The rules of SnapshotMachine. *)

ReportTo(b, i, id, part) ==
  IF id[1] = i THEN TakeReport(b, i, id, i, part) ELSE AppendTo(b, id[1], Report(id, part))

CompleteIfFinal(b, i, id) ==
  IF b.part[id].state = "recording" /\ IsFinal(b.part[id], i)
  THEN LET part == [b.part[id] EXCEPT !.state = "complete"] IN
       ReportTo([b EXCEPT !.part[id] = part], i, id, part)
  ELSE b

Fail(b, i, id, reason) ==
  ReportTo([b EXCEPT !.part[id].state = "failed"], i, id, Failed(reason))

(* `sent` and `applied` as they were at the cut are there for the laws. `held` *)
(* is there for a mistake: what is not acknowledged is taken for in flight.    *)
Cut(b, i) ==
  [ state     |-> "recording",
    balance   |-> b.balance,
    sent      |-> b.sent,
    applied   |-> b.applied,
    announced |-> [j \in P |-> Unannounced],
    arrived   |-> [j \in P |-> Len(b.applied[j])],
    recorded  |-> [j \in P |-> <<>>],
    held      |-> [j \in P |->
                    IF Planted("outbox counted")
                    THEN {b.log[j][k].n : k \in {m \in 1..Len(b.log[j]) : b.log[j][m].kind = "message"}}
                    ELSE {}] ]

Before(b, j) ==
  IF Planted("white count off by one") /\ b.sent[j] > 0 THEN b.sent[j] - 1 ELSE b.sent[j]

(* The cut and the markers are one step: nothing is sent in between. *)
MarkerSendingRule(b, i, id) ==
  [b EXCEPT
    !.part[id] = Cut(b, i),
    !.log = [j \in P |-> IF j = i THEN @[j] ELSE Append(@[j], Marker(id, Before(b, j)))]]

IsNew(b, i, id) ==
  /\ id[1] # i
  /\ b.heard[id] = "nothing" \/ Planted("decisions not remembered")
  /\ b.part[id] = None

Decline(b, i, id) ==
  ReportTo([b EXCEPT !.heard[id] = "given up"], i, id, Failed("bound"))

Join(b, i, id, willing) ==
  IF ~IsNew(b, i, id) THEN b
  ELSE IF willing THEN MarkerSendingRule(b, i, id) ELSE Decline(b, i, id)

MarkerReceivingRule(b, i, from, id, before) ==
  LET part == b.part[id]
      brokenOrder ==
        IF Fifo THEN part.arrived[from] # before /\ ~Planted("markers not counted")
                ELSE part.arrived[from] > before
      announced == IF Fifo THEN part.arrived[from] ELSE before
  IN IF part.state # "recording" \/ part.announced[from] # Unannounced THEN b
     ELSE IF brokenOrder THEN Fail(b, i, id, "order")
     ELSE CompleteIfFinal([b EXCEPT !.part[id].announced[from] = announced], i, id)

RECURSIVE JoinAll(_, _, _, _)
JoinAll(b, i, ids, willing) ==
  IF ids = {} THEN b
  ELSE LET id == CHOOSE x \in ids : TRUE
       IN JoinAll(Join(b, i, id, willing), i, ids \ {id}, willing)

RECURSIVE RecordInFlight(_, _, _, _, _)
RecordInFlight(b, i, from, n, ids) ==
  IF ids = {} THEN b
  ELSE LET id == CHOOSE x \in ids : TRUE
           recorded ==
             [b EXCEPT !.part[id].recorded[from] = Append(@, n), !.part[id].arrived[from] = @ + 1]
       IN RecordInFlight(CompleteIfFinal(recorded, i, id), i, from, n, ids \ {id})

MessageArrived(b, i, from, message, willing) ==
  LET joined == JoinAll(b, i, message.carried, willing)
      crossed == {id \in Ids : /\ joined.part[id].state = "recording"
                               /\ ~IsClosed(joined.part[id], from)
                               /\ Fifo \/ id \notin message.carried}
      noted == RecordInFlight(joined, i, from, message.n, crossed)
  IN [noted EXCEPT !.balance = @ + 1, !.applied[from] = Append(@, message.n)]

DecisionArrived(b, id, status) ==
  IF Planted("abort forgotten") /\ status # "COMPLETE" THEN b
  ELSE [b EXCEPT
         !.heard[id] = IF Planted("decisions not remembered") THEN @ ELSE status,
         !.part[id] = Over(@)]

-----------------------------------------------------------------------------
(* Events. *)

Send(b, j) ==
  LET n == b.sent[j] + 1
      carried == IF Fifo \/ Planted("ids not carried") THEN {} ELSE {id \in Ids : IsUndecided(b, id)}
  IN AppendTo([b EXCEPT !.balance = @ - 1, !.sent[j] = n], j, Message(n, carried))

Initiate(b, i) ==
  MarkerSendingRule([b EXCEPT !.last = @ + 1], i, <<i, b.last + 1>>)

(* The member will not wait any longer, or has recorded all that it may. *)
GiveUp(b, i, id) ==
  ReportTo([b EXCEPT !.part[id] = None, !.heard[id] = "given up"], i, id, Failed("bound"))

(* `willing` is false if the process is at a bound and cannot take part. *)
Arrived(b, i, from, k, entry, willing) ==
  LET applied ==
        CASE entry.kind = "message"  -> MessageArrived(b, i, from, entry, willing)
          [] entry.kind = "marker"   -> MarkerReceivingRule(
                                          Join(b, i, entry.id, willing), i, from, entry.id, entry.before)
          [] entry.kind = "report"   -> TakeReport(b, i, entry.id, from, entry.part)
          [] entry.kind = "decision" -> DecisionArrived(b, entry.id, entry.status)
  IN [applied EXCEPT !.received[from] = @ \cup {k}]
=============================================================================
