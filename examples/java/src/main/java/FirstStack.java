import io.github.cdkappfabricuseraccess.Access;
import io.github.cdkappfabricuseraccess.AppBundle;
import io.github.cdkappfabricuseraccess.OnResultOptions;
import io.github.cdkappfabricuseraccess.OnScanCompletedOptions;
import io.github.cdkappfabricuseraccess.ScanOnOptions;
import io.github.cdkappfabricuseraccess.ScanOnScheduleOptions;
import io.github.cdkappfabricuseraccess.UserAccessScanner;
import io.github.cdkappfabricuseraccess.Verdict;
import io.github.cdkappfabricuseraccess.WatchOnOptions;
import java.util.List;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.events.EventBus;
import software.amazon.awscdk.services.events.EventField;
import software.amazon.awscdk.services.events.EventPattern;
import software.amazon.awscdk.services.scheduler.ScheduleExpression;

public final class FirstStack {
    private FirstStack() {}

    public static void main(final String[] args) {
        final App app = new App();
        final Stack stack = new Stack(app, "UserAccess");
        final EventBus eventBus = new EventBus(stack, "EventBus");
        final UserAccessScanner scanner = UserAccessScanner.Builder.create(stack, "Scanner")
            .appBundle(new AppBundle(stack, "AppBundle"))
            .eventBus(eventBus)
            .resultRetention(Duration.days(90))
            .build();
        scanner.denyOthersToPublish();
        scanner.scanOn("EmployeeOffboarded", ScanOnOptions.builder()
            .eventPattern(events("Employee Offboarded"))
            .email(EventField.fromPath("$.detail.email"))
            .build());
        scanner.watchOn("EmployeeLeft", WatchOnOptions.builder()
            .eventPattern(events("Employee Left"))
            .email(EventField.fromPath("$.detail.email"))
            .dueIn(Duration.hours(8))
            .build());
        scanner.scanOnSchedule("Nightly", ScanOnScheduleOptions.builder()
            .schedule(ScheduleExpression.rate(Duration.days(1)))
            .emails(List.of("ana@example.com", "bo@example.com"))
            .build());
        scanner.onResult("Open", OnResultOptions.builder().access(List.of(Access.OPEN)).build());
        scanner.onScanCompleted("NotClear", OnScanCompletedOptions.builder()
            .verdict(List.of(Verdict.OPEN, Verdict.UNKNOWN))
            .build());
        app.synth();
    }

    private static EventPattern events(final String detailType) {
        return EventPattern.builder().source(List.of("com.example.hr")).detailType(List.of(detailType)).build();
    }
}
