using System.Globalization;
using Dapper;
using KaPipeline.Audit;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Labels;
using Npgsql;

namespace KaPipeline.Items;

/// <summary>Which plan of improvement is meant.</summary>
/// <param name="Kind">outlet or item.</param>
/// <param name="ChainId">Chain of the outlet, or in which the item is ranked; empty: ranked in a region.</param>
/// <param name="Region">Region in which the item is ranked; empty for outlets and within a chain.</param>
/// <param name="StoreId">The outlet; empty for items.</param>
/// <param name="ProductId">The item; empty for outlets.</param>
/// <param name="Month">First day of the month of the ranking.</param>
public sealed record ImprovementPlanKey(string Kind, string ChainId, string Region, string StoreId, string ProductId, DateOnly Month)
{
    /// <summary>As the audit names it.</summary>
    public string Subject => string.Create(CultureInfo.InvariantCulture,
        $"{string.Join(' ', ((string[])[ChainId, Region, StoreId, ProductId]).Where(part => part.Length > 0))} {Month:yyyy-MM}");
}

/// <summary>What a plan says.</summary>
/// <param name="Text">What is to be done.</param>
/// <param name="Owner">Person who does it.</param>
/// <param name="DueOn">Day by which it is to be done.</param>
/// <param name="DoneOn">Day on which it was; null when not yet.</param>
/// <param name="Result">What came of it.</param>
public sealed record ImprovementPlanText(string? Text, string? Owner, DateOnly? DueOn, DateOnly? DoneOn, string? Result);

/// <summary>Plans of improvement that are entered one by one. They go the way of the template's rows, as a file of their own that is
/// archived and loaded by the same report, so that the warehouse can still be built again from its files alone.</summary>
/// <param name="home">Where the files are written.</param>
public sealed class ImprovementPlanEntry(
    NpgsqlDataSource database, FileArchive archive, ProfileCatalog profiles, KaHome home, TimeProvider clock)
{
    /// <summary>Characters that a plan, or its result, has at most.</summary>
    public const int Longest = 1000;

    private static readonly TradeTemplate Template = TradeTemplate.All.Single(one => one.Name == "plans");

    /// <summary>Writes a plan, or changes it, with its entry in the audit.</summary>
    /// <param name="key">Which.</param>
    /// <param name="before">What stood there; null: none did.</param>
    /// <param name="said">What it says now.</param>
    /// <param name="who">Who writes it.</param>
    /// <param name="ct">Stops before it is loaded.</param>
    /// <exception cref="ArgumentException">The report refuses it, or it says what is known; nothing is kept.</exception>
    public async Task WriteAsync(
        ImprovementPlanKey key, ImprovementPlanText? before, ImprovementPlanText said, string who, CancellationToken ct = default)
    {
        if (said == before)
        {
            throw Nothing();
        }

        var now = clock.GetUtcNow();
        var name = string.Create(CultureInfo.InvariantCulture, $"{Template.Title}_{BusinessTime.Today(clock):yyyyMMdd}.csv");
        // Who wrote it and when: what is written back as it once was is no copy of the file from then.
        using var file = await EnteredFile.WriteAsync(home, now, name,
        [
            ["控制台登记 Entered at the console", who, now.ToString("O", CultureInfo.InvariantCulture)],
            Template.Columns.Select(column => column.Header),
            Template.Columns.Select(column => Cell(column.Header.Split(' ')[^1], key, said)),
        ], ct);
        var report = profiles.Match(name) is [var only] ? only
            : throw new InvalidDataException($"config/master-data.yaml has no report for {name}.");
        // Nothing that was set aside waits for a plan: no file is replayed.
        var loader = new FileLoader(database, archive, clock)
        {
            Beside = (transaction, load, token) => KeepAsync(transaction, load, key, before, said, who, token),
        };
        var loaded = await loader.LoadAsync(new ArrivedFile(file.Path, name, "console", now), report.Chain, report.Report, ct);
        if (loaded.RowsLoaded == 0)
        {
            throw loaded.Finding is { } finding ? new ArgumentException(Bilingual.Of(language =>
                language.Say("没有保存：", "Nothing was saved: ") + Bilingual.In(finding, language))) : Nothing();
        }
    }

    // What the report sets aside is told to who wrote it, and the load undone: a person is there to mend it.
    private async Task KeepAsync(NpgsqlTransaction transaction, LoadResult load, ImprovementPlanKey key, ImprovementPlanText? before,
        ImprovementPlanText said, string who, CancellationToken ct)
    {
        if (load.RowsQuarantined > 0)
        {
            var wrong = await transaction.Connection!.QueryFirstAsync<(string? Column, string Rule, string? Found, string? Expected)>(
                new CommandDefinition("select column_name, rule, found, expected from ops.quarantined_row where load_id = @LoadId",
                    load, transaction, cancellationToken: ct));
            throw new ArgumentException(Bilingual.Of(language => language.Say(
                $"{wrong.Column}：{Label.RowRule.Of(wrong.Rule, language)}，填的是“{wrong.Found}”，应为 {Bilingual.In(wrong.Expected, language)}。",
                $"{wrong.Column}: {Label.RowRule.Of(wrong.Rule, language)}; found \"{wrong.Found}\", expected {Bilingual.In(wrong.Expected, language)}.")));
        }

        if (load.RowsLoaded > 0)
        {
            await AuditTrail.RecordAsync(transaction, clock.GetUtcNow(), who, "write_plan", "improvement_plan", key.Subject, before: before,
                after: said, ct: ct);
        }
    }

    private static ArgumentException Nothing() => new(Bilingual.Of("没有改动。", "Nothing was changed."));

    private static string Cell(string column, ImprovementPlanKey key, ImprovementPlanText said) => column switch
    {
        "Kind" => key.Kind == "outlet" ? "门店 outlet" : "单品 item",
        "Chain" => key.ChainId,
        "Region" => key.Region,
        "Store" => key.StoreId,
        "Product" => key.ProductId,
        "Month" => Day(key.Month),
        "Plan" => said.Text ?? "",
        "Owner" => said.Owner ?? "",
        "Due" => Day(said.DueOn),
        "Done" => Day(said.DoneOn),
        "Result" => said.Result ?? "",
        _ => "",
    };

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
