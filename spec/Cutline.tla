------------------------------ MODULE Cutline ------------------------------
(***************************************************************************)
(* Processes that crash, what they have on disk, and a network that loses, *)
(* doubles and reorders.                                                   *)
(***************************************************************************)
EXTENDS Process

CONSTANTS
  Transfers,  \* how many there are, at most
  Crashes,    \* how many there are, at most
  Deadlines,  \* whether an initiator's patience may end: at any moment, for there is no clock here
  GiveUps     \* whether a member may be at a bound

VARIABLES
  now,      \* per process, its state
  disk,     \* per process, its state as it was committed last
  wire,     \* all entries that have ever left a process
  crashed   \* how many crashes there were

vars == <<now, disk, wire, crashed>>

Init ==
  /\ now = [i \in P |-> Fresh]
  /\ disk = [i \in P |-> Fresh]
  /\ wire = {}
  /\ crashed = 0

(* Nothing that was once sent is ever gone from the wire, and each entry may be *)
(* taken from it at any time, many times, or never. So delay, reordering,       *)
(* duplication, loss and what is sent again after a reconnect are all there,    *)
(* and no actions are needed for them.                                          *)
Emitted(i, b) ==
  UNION {{[from |-> i, to |-> j, number |-> k, entry |-> b.log[j][k]] :
            k \in {m \in 1..Len(b.log[j]) : b.log[j][m] # Forgotten}} : j \in P}

(* What a process does is not durable at once, and does not leave it before it is. *)
(* When there are no crashes to come, nobody can tell when a commit is made: what    *)
(* leaves late because of it might as well be late on the wire. So all is committed  *)
(* at once then, which saves most of the states.                                     *)
Does(i, b) ==
  LET commits == crashed = Crashes IN
  /\ now' = [now EXCEPT ![i] = b]
  /\ disk' = IF commits THEN [disk EXCEPT ![i] = b] ELSE disk
  /\ wire' = IF commits \/ Planted("emit before durable") THEN wire \cup Emitted(i, b) ELSE wire
  /\ UNCHANGED crashed

-----------------------------------------------------------------------------

RECURSIVE Sum(_, _)
Sum(f, S) == IF S = {} THEN 0 ELSE LET x == CHOOSE x \in S : TRUE IN f[x] + Sum(f, S \ {x})

SentByAll == Sum([i \in P |-> Sum(now[i].sent, P)], P)

Transfer(i) ==
  /\ now[i].balance > 0
  /\ SentByAll < Transfers
  /\ \E j \in Others(i) : Does(i, Send(now[i], j))

Begin(i) ==
  /\ i \in Initiators
  /\ now[i].last < Snapshots
  /\ Does(i, Initiate(now[i], i))

Expire(i) ==
  /\ Deadlines
  /\ \E id \in Ids :
       /\ id[1] = i
       /\ IsUndecided(now[i], id)
       /\ Does(i, Decide(now[i], i, id, "INCOMPLETE"))

Bound(i) ==
  /\ GiveUps
  /\ \E id \in Ids :
       /\ id[1] # i
       /\ now[i].part[id].state = "recording"
       /\ Does(i, GiveUp(now[i], i, id))

(* Which numbers a process takes from the wire: the next one of a FIFO channel, *)
(* any that it has not had of another one, and nothing twice.                   *)
IsAwaited(packet) ==
  LET had == now[packet.to].received[packet.from] IN
  \/ /\ packet.number \notin had
     /\ \/ ~Fifo
        \/ 1..(packet.number - 1) \subseteq had
        \/ Planted("marker overtakes") /\ packet.entry.kind = "marker"
  \/ packet.number \in had /\ Planted("no deduplication")

Receive(i) ==
  \E packet \in wire : \E willing \in (IF GiveUps THEN BOOLEAN ELSE {TRUE}) :
    /\ packet.to = i
    /\ IsAwaited(packet)
    /\ willing \/ packet.entry.kind \in {"message", "marker"}
    /\ Does(i, Arrived(now[i], i, packet.from, packet.number, packet.entry, willing))

(* The receiver tells what it has durably. Acknowledgements are not on the wire: *)
(* one that is late, lost or doubled is one that has not come yet.               *)
Acknowledge(i) ==
  \E j \in Others(i) :
    LET told == IF Planted("acknowledged before durable") THEN now[j].received[i] ELSE disk[j].received[i]
        kept == Forget(now[i].log[j], told)
    IN kept # now[i].log[j] /\ Does(i, [now[i] EXCEPT !.log[j] = kept])

(* One batch for all that has changed since the last one; then it leaves. *)
Commit(i) ==
  /\ disk[i] # now[i]
  /\ disk' = [disk EXCEPT ![i] = now[i]]
  /\ wire' = wire \cup Emitted(i, now[i])
  /\ UNCHANGED <<now, crashed>>

CommitBalance(i) ==
  /\ Planted("balance apart from cursor")
  /\ disk[i].balance # now[i].balance
  /\ disk' = [disk EXCEPT ![i].balance = now[i].balance]
  /\ UNCHANGED <<now, wire, crashed>>

Recovered(b) ==
  [b EXCEPT
    !.last = IF Planted("ids begin anew") THEN 0 ELSE @,
    !.part = IF Planted("recording not durable")
             THEN [id \in Ids |->
                    IF @[id].state = "recording"
                    THEN [@[id] EXCEPT !.recorded = [j \in P |-> <<>>]]
                    ELSE @[id]]
             ELSE @]

(* The process dies and comes back at once; that it is away for a while shows *)
(* to nobody, since nothing has to be taken from the wire.                    *)
Crash(i) ==
  /\ crashed < Crashes
  /\ now[i] # Recovered(disk[i])
  /\ crashed' = crashed + 1
  /\ now' = [now EXCEPT ![i] = Recovered(disk[i])]
  /\ UNCHANGED <<disk, wire>>

Next ==
  \E i \in P :
    \/ Transfer(i) \/ Begin(i) \/ Receive(i) \/ Acknowledge(i) \/ Expire(i) \/ Bound(i)
    \/ Commit(i) \/ CommitBalance(i) \/ Crash(i)

Spec == Init /\ [][Next]_vars
=============================================================================
