package cutline.cli.controller;

import cutline.cli.command.Interrupts;
import java.util.concurrent.CountDownLatch;

/** A program that never ends in order. */
final class Stubborn {

  private Stubborn() {}

  public static void main(String[] args) {
    Interrupts interrupts = new Interrupts();
    System.out.println("ready");
    CountDownLatch never = new CountDownLatch(1);
    while (true) {
      try {
        never.await();
      } catch (InterruptedException e) {
        System.out.println("wants to go on after " + interrupts.exitCode());
      }
    }
  }
}
