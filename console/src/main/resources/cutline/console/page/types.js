/**
 * What the server sends (docs/console.md), as far as the page looks at it.
 *
 * @typedef {object} TraceEvent
 * @property {number} seq
 * @property {number} at microseconds since the log's start
 * @property {string} process
 * @property {string} type
 * @property {Object<string, number>} [clock]
 * @property {string} [to]
 * @property {string} [from]
 * @property {string} [message]
 * @property {number} [amount]
 * @property {number} [balance]
 * @property {string} [snapshot]
 * @property {string[]} [recorded]
 * @property {string} [reason]
 * @property {string} [peer]
 *
 * @typedef {object} InFlight
 * @property {string} from
 * @property {string} to
 * @property {number[]} amounts
 * @property {string[]} ids
 * @property {number[]} [sentAt]
 *
 * @typedef {object} Recorded what has been recorded of a channel
 * @property {string} from
 * @property {number} count
 * @property {number} sum
 *
 * @typedef {object} StateJson
 * @property {string} run
 * @property {string} log
 * @property {"live"|"replay"|"simulation"} mode
 * @property {string} title
 * @property {number|null} seed
 * @property {number} seq
 * @property {number} first
 * @property {number} last
 * @property {number} at
 * @property {number} atFirst
 * @property {number} atLast
 * @property {string[]} processes
 * @property {[string, string][]|null} channels
 * @property {Object<string, number|null>} balances
 * @property {InFlight[]} inFlight
 * @property {{from: string, to: string, snapshot: string, id: string, sentAt?: number}[]} markers
 * @property {number|null} total
 * @property {number|null} expected
 * @property {string|null} uncertain
 * @property {Object<string, string>} states
 * @property {{snapshot: string, process: string, recordedAt: number, balance: number|null,
 *     open: Recorded[], closed: Recorded[], complete: boolean}[]} recordings
 * @property {{sent: number, received: number}} counts
 * @property {string[]} orders
 * @property {boolean} paused
 *
 * @typedef {object} Batch
 * @property {string} run
 * @property {number} after
 * @property {number} seq
 * @property {number} at
 * @property {TraceEvent[]} events
 * @property {{from: string, to: string, sent: number, sentSum: number, received: number,
 *     receivedSum: number}[]} [aggregated]
 * @property {Object<string, number|null>} [balances]
 * @property {{from: string, to: string, count: number, sum: number}[]} [inFlight]
 * @property {{sent: number, received: number}} [counts]
 *
 * @typedef {object} Notice
 * @property {string} text
 * @property {string|null} order
 * @property {string|null} [process]
 * @property {boolean} done
 * @property {Object<string, number>} [balances]
 * @property {number} [sum]
 *
 * @typedef {object} Member one process's part in a snapshot
 * @property {string} process
 * @property {number|null} firstMarker
 * @property {number|null} recorded
 * @property {number|null} recordedSeq
 * @property {number|null} balance
 * @property {{from: string, at: number, count: number, sum: number}[]} closed
 * @property {number|null} complete
 *
 * @typedef {object} Violation
 * @property {string|null} [snapshot]
 * @property {string} law
 * @property {string} sentence
 * @property {string|null} [from]
 * @property {string|null} [to]
 * @property {string|null} [message]
 *
 * @typedef {object} Snapshot
 * @property {string|null} id
 * @property {string|null} initiator
 * @property {"COMPLETE"|"INCOMPLETE"|"ABORTED"|"UNDECIDED"} status
 * @property {string|null} reason
 * @property {Object<string, number>} balances
 * @property {{from: string, to: string, amounts: number[]}[]} channels
 * @property {number|null} balanceTotal
 * @property {number|null} inFlightTotal
 * @property {number|null} total
 * @property {number|null} expected
 * @property {boolean|null} consistent
 * @property {number} markers
 * @property {string|null} startedAt
 * @property {number|null} durationMicros
 * @property {number|null} first
 * @property {number|null} last
 * @property {Member[]} members
 * @property {string|null} laggard
 * @property {{asked: {process: string, at: number, balance: number}[], sum: number,
 *     difference: number|null}|null} naive
 * @property {{from: string, to: string, message: string, amount: number}[]|null} crossing
 * @property {Violation[]|null} violations
 *
 * @typedef {object} LogInfo
 * @property {string} id
 * @property {"live"|"replay"|"simulation"} mode
 * @property {string} title
 * @property {string|null} bug
 * @property {string|null} lesson
 * @property {string|null} scenario
 * @property {number|null} seed
 * @property {string[]} forks
 *
 * @typedef {object} Diagram
 * @property {number} from
 * @property {number} to
 * @property {number} columns
 * @property {{snapshot: string, column: number, possible: boolean, because: string|null}|null} straight
 * @property {{seq: number, process: string, column: number}[]} events
 * @property {DiagramMessage[]} messages
 * @property {DiagramCut[]} cuts
 *
 * @typedef {object} DiagramMessage
 * @property {string} from
 * @property {string} to
 * @property {string} message
 * @property {number|null} amount
 * @property {string|null} snapshot
 * @property {number|null} sent
 * @property {number|null} received
 * @property {string[]} forward
 * @property {string[]} backward
 * @property {string[]} recorded
 *
 * @typedef {object} DiagramCut
 * @property {string} snapshot
 * @property {string} status
 * @property {string|null} reason
 * @property {Object<string, number>} records
 * @property {number|null} inFlightTotal
 * @property {number|null} total
 * @property {Violation[]} violations
 *
 * @typedef {object} Caption
 * @property {number} after
 * @property {string} [say]
 * @property {string} [ask]
 * @property {string[]} [answers]
 * @property {number} [right]
 * @property {string} [because]
 *
 * @typedef {object} LessonInfo
 * @property {string} id
 * @property {string} title
 * @property {"basics"|"bugs"} part
 * @property {string|null} bug
 * @property {number} questions
 *
 * @typedef {object} Lesson
 * @property {string} id
 * @property {string} title
 * @property {string} part
 * @property {string|null} bug
 * @property {"ticks"|"world"} kind
 * @property {number|null} seed
 * @property {string[]} forks
 * @property {Caption[]} captions
 * @property {number} last
 * @property {Violation[]} violations
 *
 * @typedef {object} Change
 * @property {string} message
 * @property {"drop"|"delay"} do
 * @property {number} [ticks]
 *
 * @typedef {object} Simulation
 * @property {string} log
 * @property {string} title
 * @property {number} last
 * @property {string|null} outcome
 * @property {Caption[]} captions
 */

export {};
