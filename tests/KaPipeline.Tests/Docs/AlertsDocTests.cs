using KaPipeline.Labels;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Docs;

/// <summary>The page for operations lists the alerts as mails and pages call them.</summary>
public sealed class AlertsDocTests
{
    [Fact]
    public void Every_kind_of_alert_stands_there_with_what_to_do_about_it()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md"));

        Assert.All(Label.Alert.Codes, kind => Assert.Contains(
            $"| {Label.Alert.Of(kind, Language.Chinese)} {Label.Alert.Of(kind, Language.English)} | `{kind}` | "
            + $"{Label.AlertNextStep.Of(kind, Language.English)} |", page, StringComparison.Ordinal));
    }
}
