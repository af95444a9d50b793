namespace KaPipeline.Ingestion.Profiles;

/// <summary>One file of <c>config/chains</c>, or <c>config/master-data.yaml</c>: how a chain's files become canonical rows.</summary>
public sealed record ChainProfile
{
    /// <summary>Id of the chain (系统); empty for the company's own master data.</summary>
    public required string ChainId { get; init; }

    /// <summary>Chinese name.</summary>
    public required string Name { get; init; }

    /// <summary>English name.</summary>
    public required string NameEn { get; init; }

    /// <summary><c>contract</c>: agreed price is the promotion's, else the list's, else the order's; <c>order</c>: always the order's
    /// (docs/money.md#prices).</summary>
    public string PriceBasis { get; init; } = "contract";

    /// <summary><c>per_chain</c>, or <c>per_store</c> where two stores may give different orders or delivery notes the same
    /// number.</summary>
    public string DocumentNumbers { get; init; } = "per_chain";

    /// <summary><c>ignore</c>: numbers of documents are kept in capitals, so that po-1 and PO-1 are one; <c>keep</c> where they are
    /// two.</summary>
    public string LetterCase { get; init; } = "ignore";

    /// <summary>Accounts under which the chain settles.</summary>
    public IReadOnlyList<AccountSetting> Accounts { get; init; } = [];

    /// <summary>What a difference may be before it is a break, effective-dated.</summary>
    public IReadOnlyList<ToleranceSetting> Tolerances { get; init; } = [];

    /// <summary>The files that come from the chain.</summary>
    public required IReadOnlyList<ReportProfile> Reports { get; init; }

    /// <summary>First 12 hex digits of the SHA-256 of the profile file; stored with each load.</summary>
    public required string Version { get; init; }

    /// <summary>The profile file, for messages.</summary>
    public required string Path { get; init; }
}
