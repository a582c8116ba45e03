package cutline.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which package may use which, and what the pure ones may not touch. */
class ArchitectureTest {
  private static final String CORE = "cutline.core..";
  private static final String RUNTIME = "cutline.runtime..";
  private static final String TCP = "cutline.tcp..";
  private static final String QUIC = "cutline.quic..";
  private static final String ROCKSDB = "cutline.rocksdb..";
  private static final String TRACE = "cutline.trace..";
  private static final String BANK = "cutline.bank..";
  private static final String SIMULATION = "cutline.simulation..";
  private static final String CONSOLE = "cutline.console..";
  private static final String CLI = "cutline.cli..";
  private static final String BANK_DOMAIN = "cutline.bank.domain..";

  private static JavaClasses cutline;

  @BeforeAll
  static void importClasses() {
    cutline =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("cutline");
  }

  @Test
  void everyModuleIsSeen() {
    for (String name :
        List.of(
            "core",
            "runtime",
            "tcp",
            "quic",
            "rocksdb",
            "trace",
            "bank",
            "simulation",
            "console",
            "cli")) {
      assertThat(cutline.containPackage("cutline." + name)).as(name).isTrue();
    }
  }

  @Test
  void dependenciesPointOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("cutline..")
        .layer("core")
        .definedBy(CORE)
        .layer("runtime")
        .definedBy(RUNTIME)
        .layer("tcp")
        .definedBy(TCP)
        .layer("quic")
        .definedBy(QUIC)
        .layer("rocksdb")
        .definedBy(ROCKSDB)
        .layer("trace")
        .definedBy(TRACE)
        .layer("bank")
        .definedBy(BANK)
        .layer("simulation")
        .definedBy(SIMULATION)
        .layer("console")
        .definedBy(CONSOLE)
        .layer("cli")
        .definedBy(CLI)
        .ensureAllClassesAreContainedInArchitecture()
        .whereLayer("core")
        .mayNotAccessAnyLayer()
        .whereLayer("runtime")
        .mayOnlyAccessLayers("core")
        .whereLayer("rocksdb")
        .mayOnlyAccessLayers("runtime", "core")
        .whereLayer("tcp")
        .mayOnlyAccessLayers("runtime", "core")
        .whereLayer("quic")
        .mayOnlyAccessLayers("runtime", "core")
        .whereLayer("trace")
        .mayOnlyAccessLayers("core")
        .whereLayer("bank")
        .mayOnlyAccessLayers("runtime", "core")
        .whereLayer("simulation")
        .mayOnlyAccessLayers("bank", "trace", "runtime", "core")
        .whereLayer("console")
        .mayOnlyAccessLayers("simulation", "bank", "trace", "core")
        .whereLayer("cli")
        .mayOnlyAccessLayers(
            "core", "runtime", "tcp", "quic", "rocksdb", "trace", "bank", "simulation", "console")
        .check(cutline);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("cutline.(**)").should().beFreeOfCycles().check(cutline);
  }

  @Test
  void coreUsesTheLanguageAndCollectionsOnly() {
    classes()
        .that()
        .resideInAPackage(CORE)
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                CORE,
                "java.lang",
                "java.lang.annotation",
                "java.lang.invoke",
                "java.lang.runtime",
                "java.util",
                "java.util.function",
                "java.util.stream",
                "org.jspecify.annotations"))
        .check(cutline);
  }

  @ParameterizedTest
  @ValueSource(strings = {CORE, BANK_DOMAIN})
  void pureCodeHasNoInputOrOutput(String pure) {
    forbidTypes(
        pure,
        resideInAnyPackage("java.io..", "java.nio..", "java.net..", "io.netty..")
            .or(belongToAnyOf(Process.class, ProcessBuilder.class, Runtime.class)));
  }

  @ParameterizedTest
  @ValueSource(strings = {CORE, BANK_DOMAIN})
  void pureCodeHasNoThreads(String pure) {
    forbidTypes(
        pure,
        resideInAnyPackage("java.util.concurrent..")
            .or(belongToAnyOf(Thread.class, ThreadLocal.class, Timer.class)));
  }

  @ParameterizedTest
  @ValueSource(strings = {CORE, BANK_DOMAIN})
  void pureCodeReadsNoClock(String pure) {
    forbidTypes(pure, belongToAnyOf(Clock.class, InstantSource.class));
    forbidMembers(pure, System.class, "nanoTime", "currentTimeMillis");
    forbidAccess(
        pure,
        describe(
            "it is a `now` of java.time",
            access ->
                access.getTargetOwner().getPackageName().startsWith("java.time")
                    && access.getName().equals("now")));
  }

  /** It may be given a {@link RandomGenerator}, but the core not even that. */
  @ParameterizedTest
  @ValueSource(strings = {CORE, BANK_DOMAIN})
  void pureCodeMakesNoRandomness(String pure) {
    forbidTypes(
        pure,
        resideInAnyPackage("java.security..")
            .or(belongToAnyOf(Random.class, SplittableRandom.class, RandomGeneratorFactory.class)));
    forbidMembers(pure, Math.class, "random");
    forbidMembers(pure, UUID.class, "randomUUID");
    forbidMembers(pure, RandomGenerator.class, "of", "getDefault");
  }

  @ParameterizedTest
  @ValueSource(strings = {CORE, BANK_DOMAIN})
  void pureCodeDoesNotLog(String pure) {
    forbidTypes(
        pure,
        resideInAnyPackage("java.util.logging..", "org.slf4j..")
            .or(belongToAnyOf(System.Logger.class)));
    forbidMembers(pure, System.class, "out", "err", "getLogger");
  }

  /** Immutable maps and sets iterate in an order that differs between runs of the JVM. */
  @ParameterizedTest
  @ValueSource(strings = {CORE, RUNTIME, BANK_DOMAIN, SIMULATION})
  void whatASeedMustReproduceHasNoImmutableMapsAndSets(String reproducible) {
    forbidMembers(reproducible, Map.class, "of", "ofEntries", "copyOf");
    forbidMembers(reproducible, Set.class, "of", "copyOf");
    forbidMembers(reproducible, Collectors.class, "toUnmodifiableMap", "toUnmodifiableSet");
  }

  private static void forbidTypes(String packages, DescribedPredicate<JavaClass> types) {
    noClasses()
        .that()
        .resideInAPackage(packages)
        .should()
        .dependOnClassesThat(types)
        .allowEmptyShould(true)
        .check(cutline);
  }

  private static void forbidMembers(String packages, Class<?> owner, String... names) {
    List<String> forbidden = List.of(names);
    forbidAccess(
        packages,
        describe(
            "it is one of " + owner.getName() + "." + forbidden,
            access ->
                access.getTargetOwner().isEquivalentTo(owner)
                    && forbidden.contains(access.getName())));
  }

  /** Calls, method references and uses of fields. */
  private static void forbidAccess(String packages, DescribedPredicate<JavaAccess<?>> access) {
    noClasses()
        .that()
        .resideInAPackage(packages)
        .should()
        .accessTargetWhere(access)
        .allowEmptyShould(true)
        .check(cutline);
  }
}
