namespace KaPipeline.Host.Accounts;

/// <summary>A person who may sign in: a row of <c>ops.account</c>.</summary>
public sealed record Account
{
    /// <summary>What they type to sign in, lower case.</summary>
    public string AccountName { get; init; } = "";

    /// <summary>Their name for people.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>viewer, finance, operator or admin.</summary>
    public string Role { get; init; } = "viewer";

    /// <summary>Person whose responsibilities say what it sees; null where it sees all.</summary>
    public string? PersonId { get; init; }

    /// <summary>zh or en.</summary>
    public string Language { get; init; } = "zh";

    /// <summary>Hash by ASP.NET Core Identity; null when they sign in elsewhere alone, or were invited and have chosen none.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>Their identity at the OpenID Connect provider; null where they have none.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Changes when their sessions must end.</summary>
    public string SecurityStamp { get; init; } = "";

    /// <summary>Attempts that failed since the last that succeeded.</summary>
    public int FailedSignIns { get; init; }

    /// <summary>No sign-in before this moment.</summary>
    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>Switched off by an admin.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>When they last signed in.</summary>
    public DateTimeOffset? SignedInAt { get; init; }
}
