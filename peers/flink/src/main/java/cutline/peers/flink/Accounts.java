package cutline.peers.flink;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** The receiving half of a branch: credits its accounts, whose balances are keyed state. */
final class Accounts extends KeyedProcessFunction<Integer, Tuple2<Integer, Long>, Void> {

  private static final long serialVersionUID = 1;

  /** Set by {@link #open}, before anything else of a task. */
  @SuppressWarnings("NullAway.Init")
  private transient ValueState<Long> balance;

  @Override
  public void open(OpenContext context) {
    balance = getRuntimeContext().getState(new ValueStateDescriptor<>("balance", Types.LONG));
  }

  @Override
  public void processElement(
      Tuple2<Integer, Long> transfer, Context context, Collector<Void> output) throws Exception {
    Long before = balance.value();
    balance.update((before == null ? 0 : before) + transfer.f1);
    Load.RECEIVED.increment();
  }
}
