using System.Globalization;
using KaPipeline.Host.Accounts;
using KaPipeline.Labels;
using KaPipeline.Scopes;
using KaPipeline.Warehouse;
using Microsoft.AspNetCore.Components;

namespace KaPipeline.Host.Web;

/// <summary>What every page of the console has: the warehouse as the reader may see it, the clock, the reader's language and rights, and
/// one way to write times and money.</summary>
public abstract class ConsolePage : ComponentBase
{
    /// <summary>Rows of a list's page.</summary>
    protected const int PageSize = 50;

    private const int MostPages = 10_000_000;

    /// <summary>Makes <see cref="Seen"/>: for somebody who is signed in.</summary>
    [Inject]
    public Func<SeenRows> Reads { get; set; } = null!;

    /// <summary>The warehouse, cut to what the reader may see.</summary>
    protected SeenRows Seen => Reads();

    /// <summary>The clock.</summary>
    [Inject]
    public TimeProvider Clock { get; set; } = null!;

    /// <summary>The request.</summary>
    [CascadingParameter]
    public HttpContext Http { get; set; } = null!;

    /// <summary>Page of the list, from 1.</summary>
    [SupplyParameterFromQuery(Name = "page")]
    public string? PageParameter { get; set; }

    /// <summary>Page of the list, from 1.</summary>
    protected int PageNumber => (int)Math.Max(1, AskedValues.Number("page", PageParameter, MostPages) ?? 1);

    /// <summary>Rows before it.</summary>
    protected int Skip => (PageNumber - 1) * PageSize;

    /// <summary>Today's business date.</summary>
    protected DateOnly Today => BusinessTime.Today(Clock);

    /// <summary>Cancelled when the reader leaves.</summary>
    protected CancellationToken Left => Http.RequestAborted;

    /// <summary>The state at the end of a business date, as its mails know it.</summary>
    protected static ReportClock EndOf(DateOnly asOf) => ReportClock.AsTold(asOf);

    /// <summary>Answers 404 with the page that says so. Set at once, the status alone would be sent, and no page with it.</summary>
    protected void SayMissing() => AnswerWith(StatusCodes.Status404NotFound);

    /// <summary>Answers with a status, and with the page.</summary>
    protected void AnswerWith(int status) => Http.Response.OnStarting(() =>
    {
        Http.Response.StatusCode = status;
        return Task.CompletedTask;
    });

    /// <summary>Whether the reader reads English.</summary>
    protected bool English => Reader == Language.English;

    /// <summary>The text in the reader's language.</summary>
    protected string T(string chinese, string english) => English ? english : chinese;

    /// <summary>The reader's language.</summary>
    protected Language Reader => ConsoleLanguage.Of(Http.User);

    /// <summary>What a code is called in the reader's language.</summary>
    protected string Called(LabelFamily family, string? code) => family.Of(code, Reader);

    /// <summary>A step of a job: its name stays beside the Chinese words, since a rerun names it.</summary>
    protected string StepName(string name) => English ? name : Label.Step.Both(name);

    /// <summary>What should have been there of a quarantined row, in the reader's language where the rule says it alone.</summary>
    protected string? Expected(string rule, string? expected) =>
        Label.RowExpectation.Has(rule) && expected == Label.RowExpectation.Of(rule, Language.English) ? Called(Label.RowExpectation, rule)
        : Bilingual.In(expected, Reader);

    /// <summary>Whether the reader may do what a policy covers.</summary>
    protected bool May(string policy) => Policies.Admits(Http.User, policy);

    /// <summary>What is said where a figure lies outside the reader's scope: it is not nothing.</summary>
    protected string OutOfScope => T("不在您的范围", "Not in your scope");

    /// <summary>A moment in business time, or a dash.</summary>
    protected static string When(DateTimeOffset? moment) => moment is { } at
        ? TimeZoneInfo.ConvertTime(at, BusinessTime.Zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : "—";

    /// <summary>A moment in business time without seconds and year, or a dash.</summary>
    protected static string Brief(DateTimeOffset? moment) => moment is { } at
        ? TimeZoneInfo.ConvertTime(at, BusinessTime.Zone).ToString("MM-dd HH:mm", CultureInfo.InvariantCulture) : "—";

    /// <summary>A business date, or a dash.</summary>
    protected static string Day(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "—";

    /// <summary>RMB with two decimals, or a dash.</summary>
    protected static string Money(decimal? amount) => amount?.ToString("#,##0.00", CultureInfo.InvariantCulture) ?? "—";

    /// <summary>A number with thousands, or a dash.</summary>
    protected static string Number(decimal? number) => number?.ToString("#,##0.###", CultureInfo.InvariantCulture) ?? "—";

    /// <summary>A length of time for people.</summary>
    protected static string Took(TimeSpan? time) => time switch
    {
        null => "—",
        { TotalSeconds: < 10 } short_ => short_.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s",
        { TotalSeconds: < 120 } mid => mid.TotalSeconds.ToString("0", CultureInfo.InvariantCulture) + " s",
        { TotalHours: < 2 } longer => longer.TotalMinutes.ToString("0", CultureInfo.InvariantCulture) + " min",
        { } longest => longest.TotalHours.ToString("0.0", CultureInfo.InvariantCulture) + " h",
    };

    /// <summary>A path with query values; empty ones are left out.</summary>
    protected static string Link(string path, params (string Name, object? Value)[] values)
    {
        var query = string.Join('&', values
            .Select(pair =>
            (pair.Name, Text: pair.Value is DateOnly date ? Day(date) : Convert.ToString(pair.Value, CultureInfo.InvariantCulture)))
            .Where(pair => !string.IsNullOrEmpty(pair.Text))
            .Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Text!)}"));
        return query.Length == 0 ? path : $"{path}?{query}";
    }
}
