namespace KaPipeline.Ingestion.Sources;

/// <summary>A supplier portal in the web: a sign-in form, a list of files, a link to each.</summary>
public sealed class PortalOptions
{
    /// <summary>Address that all paths below are relative to.</summary>
    public string Address { get; set; } = "";

    /// <summary>Path of the page with the sign-in form; null when none is needed.</summary>
    public string? SignIn { get; set; }

    /// <summary>CSS selector of the form on that page.</summary>
    public string Form { get; set; } = "form";

    /// <summary>Name of the form's field for the account.</summary>
    public string UserField { get; set; } = "username";

    /// <summary>Name of the form's field for the password. Hidden fields, such as a CSRF token, are sent back as the page gives
    /// them.</summary>
    public string PasswordField { get; set; } = "password";

    /// <summary>Account.</summary>
    public string User { get; set; } = "";

    /// <summary>Password as <c>env:NAME</c> or <c>file:/path</c>.</summary>
    public string? Password { get; set; }

    /// <summary>Path of the list. <c>{from}</c>, <c>{to}</c>, <c>{date}</c> take business dates with a format, <c>{date:yyyyMMdd}</c>, and
    /// <c>{page}</c> the number of the page; a path with <c>{date}</c> is asked once for each date.</summary>
    public string List { get; set; } = "";

    /// <summary>CSS selector of the links to files in the list.</summary>
    public string Link { get; set; } = "a[href]";

    /// <summary>CSS selector of the link to the next page; null counts <c>{page}</c> up until a page has no file.</summary>
    public string? NextPage { get; set; }

    /// <summary>Number of the first page.</summary>
    public int FirstPage { get; set; } = 1;

    /// <summary>Most pages of one list: a portal that pages round in a circle is left.</summary>
    public int MostPages { get; set; } = 200;

    /// <summary>Tries of one request when the portal is busy (429), failing (5xx) or out of reach.</summary>
    public int Tries { get; set; } = 5;

    /// <summary>Seconds before the second try; each further one waits twice as long, unless the portal says how long.</summary>
    public double FirstWaitSeconds { get; set; } = 2;

    /// <summary>Longest wait in seconds, also where the portal asks for more.</summary>
    public double LongestWaitSeconds { get; set; } = 120;

    /// <summary>Most megabytes of one file.</summary>
    public int MostMegabytes { get; set; } = 500;

    /// <summary>Most kilobytes of one page of the list.</summary>
    public int MostPageKilobytes { get; set; } = 4096;

    /// <summary>Most files of one list.</summary>
    public int MostFiles { get; set; } = 10_000;

    /// <summary>Seconds that one request may take, with its answer; a large file takes as long as a slow line needs for it.</summary>
    public int TimeoutSeconds { get; set; } = 120;
}
