package cutline.bank.domain;

import java.util.LinkedHashMap;

/** Banks of members A, B, C and so on. */
final class Banks {

  private Banks() {}

  static Bank dealt(long... balances) {
    return bank(Bank.Founding.DEALT, balances);
  }

  static Bank joined(long... balances) {
    return bank(Bank.Founding.JOINED, balances);
  }

  private static Bank bank(Bank.Founding founding, long... balances) {
    LinkedHashMap<String, Long> opening = new LinkedHashMap<>();
    for (int member = 0; member < balances.length; member++) {
      opening.put(String.valueOf((char) ('A' + member)), balances[member]);
    }
    return new Bank(founding, opening, 1);
  }
}
