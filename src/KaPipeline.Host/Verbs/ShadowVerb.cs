using System.CommandLine;
using System.Globalization;
using Dapper;
using KaPipeline.Host.Warehouse;
using KaPipeline.Labels;
using KaPipeline.Shadow;
using KaPipeline.Warehouse;
using Npgsql;
using Spectre.Console;

namespace KaPipeline.Host.Verbs;

/// <summary><c>ka shadow template|check|compare</c>: the figures of a company's own Excel beside ours, before mails go out.</summary>
internal static class ShadowVerb
{
    public static Command Create() => new("shadow", "The shadow month (影子月): what your own Excel says beside what is computed here.")
    {
        Template(), Check(), Compare(),
    };

    private static Command Template()
    {
        var to = new Option<string>("--to") { Description = "Workbook to write", HelpName = "FILE", Required = true };
        var month = new Option<string>("--month") { Description = "Month; default: the last one that has ended", HelpName = "YYYY-MM" };
        var command = new Command("template", "Write the workbook to fill: a row for each chain.") { to, month };
        command.SetAction(async (parsed, ct) =>
        {
            var of = parsed.GetValue(month) is not { } text ? BusinessTime.Today(TimeProvider.System).AddMonths(-1)
                : DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
                : throw new UsageException($"--month {text}: write for example 2026-05.");
            await using var warehouse = await ReadyWarehouse.OpenAsync(KaHome.FromEnvironment(), ct);
            await using var connection = await warehouse.DataSource.OpenConnectionAsync(ct);
            ShadowFile.Write(parsed.GetValue(to)!, await ChainsAsync(connection, ct), [new DateOnly(of.Year, of.Month, 1)]);
            Terminal.Out.WriteLine(parsed.GetValue(to)!);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Check()
    {
        var file = Filled();
        var command = new Command("check", "Say which cells cannot be compared; nothing is compared.") { file };
        command.SetAction(async (parsed, ct) =>
        {
            await using var warehouse = await ReadyWarehouse.OpenAsync(KaHome.FromEnvironment(), ct);
            await using var connection = await warehouse.DataSource.OpenConnectionAsync(ct);
            var (figures, bad) = ShadowFile.Read(parsed.GetValue(file)!, (await ChainsAsync(connection, ct)).Keys);
            Say(bad);
            Terminal.Out.WriteLine($"{figures.Count} 个数字可对比 figures can be compared, {bad.Count} 处有误 cells are wrong");
            return bad.Count == 0 ? ExitCodes.Done : ExitCodes.DoneWithFindings;
        });
        return command;
    }

    private static Command Compare()
    {
        var (file, asOf, json) = (Filled(), SharedOptions.AsOf(), SharedOptions.Json());
        var to = new Option<string?>("--to") { Description = "Write the comparison as a workbook, too", HelpName = "FILE" };
        var command = new Command("compare", "Hold its figures beside ours: a table, and a workbook with --to.") { file, asOf, to, json };
        command.SetAction(async (parsed, ct) =>
        {
            var now = TimeProvider.System.GetUtcNow();
            var date = parsed.GetValue(asOf) ?? BusinessTime.DateOf(now);
            await using var warehouse = await ReadyWarehouse.OpenAsync(KaHome.FromEnvironment(), ct);
            await using var connection = await warehouse.DataSource.OpenConnectionAsync(ct);
            var chains = await ChainsAsync(connection, ct);
            var (figures, bad) = ShadowFile.Read(parsed.GetValue(file)!, chains.Keys);
            await using var transaction = await ReportClock.EndOf(date).BeginAsync(connection, ct);
            var lines = await ShadowComparison.CompareAsync(connection, figures, ct);
            if (parsed.GetValue(to) is { } path)
            {
                await ShadowComparison.SaveAsync(path, lines, chains, date, now, ct);
            }

            if (parsed.GetValue(json))
            {
                JsonText.Print(new { as_of = date, figures = lines, bad_cells = bad });
            }
            else
            {
                Say(lines, chains);
                Say(bad);
                Terminal.Out.WriteLine($"{lines.Count} 个数字 figures：{lines.Count(line => line.Agrees)} 个一致 agree，"
                    + $"{lines.Count(line => !line.Agrees)} 个不一致或无数据 differ or have no data here，{bad.Count} 处有误 cells are wrong");
            }

            return bad.Count == 0 && lines.All(line => line.Agrees) ? ExitCodes.Done : ExitCodes.DoneWithFindings;
        });
        return command;
    }

    private static Argument<string> Filled() => new("file") { Description = "Workbook that ka shadow template wrote, filled" };

    private static async Task<Dictionary<string, string>> ChainsAsync(NpgsqlConnection connection, CancellationToken ct) =>
        (await connection.QueryAsync<(string Id, string Name)>(new CommandDefinition("select chain_id, name from core.chain",
            cancellationToken: ct))).ToDictionary(chain => chain.Id, chain => chain.Name);

    private static void Say(IEnumerable<BadCell> bad)
    {
        foreach (var cell in bad)
        {
            Terminal.Out.WriteLine($"  {cell.Sheet}!{cell.Row}  {cell.Column}：找到 found “{cell.Found}”，应为 expected {cell.Expected}");
        }
    }

    private static void Say(IReadOnlyList<ShadowLine> lines, Dictionary<string, string> chains)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("系统 chain", "月份 month", "数字 figure");
        foreach (var heading in (string[])["自有台账 yours", "本系统 ours", "差额 difference"])
        {
            table.AddColumn(heading, column => column.RightAligned());
        }

        table.AddColumn("结果 result");
        foreach (var line in lines)
        {
            table.AddRow([.. new[]
            {
                chains[line.ChainId], $"{line.Month:yyyy-MM}", Label.ShadowFigure.Both(line.Figure), Money(line.Theirs), Money(line.Ours),
                Money(line.Difference), ShadowComparison.Result(line),
            }.Select(Markup.Escape)]);
        }

        Terminal.Out.Write(table);
        foreach (var figure in lines.Where(line => !line.Agrees).Select(line => line.Figure).Distinct())
        {
            Terminal.Out.WriteLine($"  {Label.ShadowFigure.Both(figure)} ← {Label.ShadowPlace.Both(figure)}");
        }
    }

    private static string Money(decimal? amount) => amount?.ToString("#,##0.00", CultureInfo.InvariantCulture) ?? "—";
}
