using System.Globalization;
using Hangfire.Dashboard;
using Hangfire.Dashboard.Pages;
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
        var isEnglish = CultureInfo.CurrentUICulture.Name == "en";
        var title = isEnglish ? english : chinese;
        Layout = new LayoutPage(title);
        var context = Context.GetHttpContext();
        Write(Html.Raw("<h1 class=\"page-header\">"));
        Write(title);
        Write(Html.Raw("</h1><div class=\"ka\">"));
        Say("said", "status", Notices.Take(context, "said"));
        Say("wrong", "alert", Notices.Take(context, "wrong"));
        Write(DashboardPlaces.Of(Context).Part<T>(parameters));
        Write(Html.Raw("<p class=\"zone\">"));
        Write(isEnglish ? $"All times here are {BusinessTime.ZoneName}" : $"时间均为 {BusinessTime.ZoneName}");
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
