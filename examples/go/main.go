package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsevents"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsscheduler"
	"github.com/aws/jsii-runtime-go"
	useraccess "github.com/cdk-appfabric-user-access/cdk-appfabric-user-access-go/cdkappfabricuseraccess"
)

func events(detailType string) *awsevents.EventPattern {
	return &awsevents.EventPattern{
		Source:     jsii.Strings("com.example.hr"),
		DetailType: jsii.Strings(detailType),
	}
}

func main() {
	defer jsii.Close()

	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("UserAccess"), nil)
	eventBus := awsevents.NewEventBus(stack, jsii.String("EventBus"), nil)
	scanner := useraccess.NewUserAccessScanner(stack, jsii.String("Scanner"), &useraccess.UserAccessScannerProps{
		AppBundle:       useraccess.NewAppBundle(stack, jsii.String("AppBundle"), nil),
		EventBus:        eventBus,
		ResultRetention: awscdk.Duration_Days(jsii.Number(90)),
	})
	scanner.DenyOthersToPublish()
	scanner.ScanOn(jsii.String("EmployeeOffboarded"), &useraccess.ScanOnOptions{
		EventPattern: events("Employee Offboarded"),
		Email:        awsevents.EventField_FromPath(jsii.String("$.detail.email")),
	})
	scanner.WatchOn(jsii.String("EmployeeLeft"), &useraccess.WatchOnOptions{
		EventPattern: events("Employee Left"),
		Email:        awsevents.EventField_FromPath(jsii.String("$.detail.email")),
		DueIn:        awscdk.Duration_Hours(jsii.Number(8)),
	})
	scanner.ScanOnSchedule(jsii.String("Nightly"), &useraccess.ScanOnScheduleOptions{
		Schedule: awsscheduler.ScheduleExpression_Rate(awscdk.Duration_Days(jsii.Number(1))),
		Emails:   jsii.Strings("ana@example.com", "bo@example.com"),
	})
	scanner.OnResult(jsii.String("Open"), &useraccess.OnResultOptions{
		Access: &[]useraccess.Access{useraccess.Access_OPEN},
	})
	scanner.OnScanCompleted(jsii.String("NotClear"), &useraccess.OnScanCompletedOptions{
		Verdict: &[]useraccess.Verdict{useraccess.Verdict_OPEN, useraccess.Verdict_UNKNOWN},
	})
	app.Synth(nil)
}
