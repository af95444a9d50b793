using System.Globalization;
using KaPipeline.Claims;
using KaPipeline.Labels;
using KaPipeline.Operations;
using Npgsql;

namespace KaPipeline.Host.Web;

/// <summary>How posted forms are answered: a redirect to where the result shows, or back with what was wrong.</summary>
internal static class Forms
{
    /// <summary>Does the work of a form.</summary>
    /// <param name="back">Where to go when it was refused and the browser does not say where it came from.</param>
    /// <param name="work">Does it, and says where its result shows.</param>
    public static async Task<IResult> DoAsync(HttpContext context, string back, Func<CancellationToken, Task<string>> work)
    {
        try
        {
            return Results.LocalRedirect(await work(context.RequestAborted));
        }
        catch (Exception e) when (IsRefusal(e))
        {
            var from = Uri.TryCreate(context.Request.Headers.Referer, UriKind.Absolute, out var referer)
                && referer.Authority == context.Request.Host.Value
                ? Local(referer.PathAndQuery) : back;
            return Results.LocalRedirect(Notices.Wrong(context, from, Plain(e)));
        }
    }

    /// <summary>Who does it.</summary>
    public static string Who(HttpContext context) => context.User.Identity!.Name!;

    /// <summary>The address that a request comes from: the proxy's word, where that is trusted.</summary>
    public static string From(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "";

    /// <summary>What a field says; null where it was left empty.</summary>
    public static string? Text(IFormCollection form, string name) => form[name].ToString() is { Length: > 0 } text ? text : null;

    /// <summary>Why somebody does it.</summary>
    /// <exception cref="ArgumentException">They do not say.</exception>
    public static string Reason(IFormCollection form) =>
        form["reason"].ToString().Trim() is { Length: > 0 } reason ? reason : throw new ArgumentException(Bilingual.Of(
            "请写明原因。", "A reason is needed."));

    /// <summary>A path of this site, or the start page: never another site. Browsers read a backslash as a slash and skip control
    /// characters, so neither may be where they would make another address of it.</summary>
    public static string Local(string? path) =>
        path is ['/', ..] and not ['/', '/' or '\\', ..] && !path.Any(char.IsControl) ? path : "/";

    /// <summary>Whether an exception tells the person what was wrong with what they asked for.</summary>
    public static bool IsRefusal(Exception e) =>
        e is ArgumentException or FormatException or OverflowException or StalePreviewException or CaseStepRefusedException
        or InvalidOperationException or InvalidDataException
        || AskedValues.IsOddValue(e);

    /// <summary>What it tells them.</summary>
    public static string Plain(Exception e)
    {
        var text = e is ArgumentNullException or ArgumentException { ParamName: "reason" } ? Bilingual.Of("请写明原因。", "A reason is needed.")
            : e is PostgresException odd ? Bilingual.Of(
                "数据库不能存这样的值。", $"The database cannot hold such a value: {odd.MessageText}.") : e.Message;
        var parameter = text.IndexOf(" (Parameter '", StringComparison.Ordinal);
        return (parameter < 0 ? text : text[..parameter]).ToString(CultureInfo.InvariantCulture);
    }
}
