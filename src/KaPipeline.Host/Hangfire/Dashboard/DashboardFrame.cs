using Hangfire.Dashboard;
using Hangfire.Dashboard.Pages;
using KaPipeline.Host.Accounts;
using KaPipeline.Host.Web;
using Microsoft.AspNetCore.Components;

namespace KaPipeline.Host.Hangfire.Dashboard;

/// <summary>A page of ours inside the dashboard: its frame with a component of the console in it.</summary>
/// <typeparam name="T">The component.</typeparam>
internal sealed class DashboardFrame<T>(string chinese, string english, IReadOnlyDictionary<string, object?> parameters) : RazorPage
    where T : IComponent
{
    /// <inheritdoc/>
    public override void Execute()
    {
        var language = ConsoleLanguage.OfRequest;
        var title = language.Say(chinese, english);
        Layout = new LayoutPage(title);
        var context = Context.GetHttpContext();
        Write(Html.Raw("<h1 class=\"page-header\">"));
        Write(title);
        Write(Html.Raw("</h1><div class=\"ka\">"));
        Say("said", "status", Notices.Take(context, "said"));
        Say("wrong", "alert", Notices.Take(context, "wrong"));
        Write(DashboardSlots.Of(Context).Part<T>(parameters));
        Write(Html.Raw("<p class=\"zone\">"));
        Write(language.Say($"时间均为 {BusinessTime.ZoneName}", $"All times are {BusinessTime.ZoneName}"));
        Write(Html.Raw("</p></div>"));
    }

    private void Say(string kind, string role, string? text)
    {
        if (text is not null)
        {
            Write(Html.Raw($"<p class=\"{kind}\" role=\"{role}\">"));
            Write(text);
            Write(Html.Raw("</p>"));
        }
    }
}
