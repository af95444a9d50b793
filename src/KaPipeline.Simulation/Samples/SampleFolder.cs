using System.Text;
using KaPipeline.Simulation.Portals;

namespace KaPipeline.Simulation.Samples;

/// <summary>Writes a world as a folder of portal files with master data, arrivals and truth.</summary>
internal static class SampleFolder
{
    private static readonly Dictionary<string, Func<World, SimulatedChain, IPortalFormat>> Formats = new(StringComparer.Ordinal)
    {
        ["dingfeng"] = (world, chain) => new DingfengCsv(world, chain),
        ["haoyoulai"] = (world, chain) => new HaoyoulaiHtml(world, chain),
        ["jinlong"] = (world, chain) => new JinlongXls(world, chain),
        ["wanjia"] = (world, chain) => new WanjiaXlsx(world, chain),
        ["yonghe"] = (world, chain) => new YongheTsv(world, chain),
        ["runda"] = (world, chain) => new RundaXlsx(world, chain),
        ["heyue"] = (world, chain) => new HeyueCsv(world, chain),
    };

    /// <summary>Writes everything below <paramref name="folder"/>; files that are there already are overwritten.</summary>
    /// <returns>Number of portal files.</returns>
    public static int Write(World world, string folder)
    {
        var files = PortalFiles(world).OrderBy(file => file.ArrivedAt).ThenBy(file => file.Path, StringComparer.Ordinal).ToList();
        foreach (var file in files)
        {
            Put(folder, file.Path, file.Draft.Content);
        }

        var arrivals = MasterFiles.Arrivals(world).Concat(files.Select(file => (file.Path, file.ArrivedAt)));
        Put(folder, "arrivals.csv", CsvText.Of(["path", "arrived_at"], arrivals.Select(file => new[] { file.Item1, Arrival(file.Item2) })));
        foreach (var (name, content) in OpeningFiles.Of(world))
        {
            Put(folder, name, content);
        }

        foreach (var (name, content) in MasterFiles.Of(world)
            .Concat(FinanceFiles.Of(world).Concat(InspectionFiles.Of(world)).Concat(SurveyFiles.Of(world))
                .Select(file => (file.Name, file.Content)))
            .Concat(TruthFiles.Of(world, files)))
        {
            Put(folder, name, content);
        }

        return files.Count;
    }

    /// <summary>Every portal file with its moment of arrival.</summary>
    internal static IEnumerable<ArrivedFile> PortalFiles(World world)
    {
        foreach (var (chain, order) in world.Chains.Select((chain, i) => (chain, i)))
        {
            var format = Formats[chain.Id](world, chain);
            var orders = world.Orders.Where(one => one.Chain == chain).ToLookup(one => one.OrderedOn);
            var notes = Editions(world, chain).ToLookup(pair => pair.Day, pair => pair.Edition);
            var till = world.TillDays.Where(one => one.Store.ChainId == chain.Id).ToLookup(one => one.Day);
            for (var day = world.From; day < world.AsOf; day = day.AddDays(1))
            {
                var at = BusinessTime.At(day.AddDays(1), new TimeOnly(5, 10 + (order * 7)));
                foreach (var draft in format.Day(day, [.. orders[day]], [.. notes[day]], [.. till[day]]))
                {
                    var late = Lateness(world, chain, day, draft.Report);
                    yield return new ArrivedFile($"{chain.Id}/{draft.Name}", draft, at + late, Later: late > TimeSpan.Zero);
                    if (world.Orders.Any(one => one.Flaw == Flaw.WrongColumnCount && one.Chain == chain) && draft.Report == "orders"
                        && day == world.From.AddDays(7))
                    {
                        var again = draft with { Name = draft.Name.Replace(".csv", "(1).csv", StringComparison.Ordinal), Flaws = [] };
                        yield return new ArrivedFile($"{chain.Id}/{again.Name}", again, at.AddDays(1));
                    }
                }
            }

            foreach (var statement in world.Statements.Where(one => one.Chain == chain))
            {
                var draft = format.Statement(statement);
                yield return new ArrivedFile($"{chain.Id}/{draft.Name}", draft, statement.ArrivedAt);
            }

            foreach (var file in Before(world, chain, order))
            {
                yield return file;
            }
        }

        foreach (var file in FaxedOrderFiles.Of(world))
        {
            yield return file;
        }
    }

    /// <summary>One export of each report over the months before, of their last day, and their statements, as they came.</summary>
    private static IEnumerable<ArrivedFile> Before(World world, SimulatedChain chain, int order)
    {
        var months = world.WithBefore().SkipLast(1).ToList();
        if (months.Count == 0)
        {
            yield break;
        }

        var format = Formats[chain.Id](world, chain);
        var (orders, notes) = (months.SelectMany(month => OpenOrders(month, chain)), months.SelectMany(month => Editions(month, chain)));
        var till = months.SelectMany(month => month.TillDays).Where(one => one.Store.ChainId == chain.Id);
        foreach (var draft in format.Day(world.From.AddDays(-1), [.. orders], [.. notes.Select(pair => pair.Edition)], [.. till])
            .Where(draft => draft.RowsIn > 0))
        {
            yield return new ArrivedFile($"before/{chain.Id}/{draft.Name}", draft,
                BusinessTime.At(world.From, new TimeOnly(4, 10 + (order * 7))));
        }

        foreach (var statement in months.SelectMany(month => month.Statements).Where(one => one.Chain == chain))
        {
            var draft = format.Statement(statement);
            yield return new ArrivedFile($"before/{chain.Id}/{draft.Name}", draft, statement.ArrivedAt);
        }
    }

    // Where a row of a delivery repeats its order, the order's own rows are those that nothing came of.
    private static IEnumerable<Order> OpenOrders(World before, SimulatedChain chain)
    {
        var delivered = chain.OrderIsNote ? before.Notes.SelectMany(note => note.Lines).Select(line => line.OrderLine).ToHashSet() : [];
        foreach (var order in before.Orders.Where(one => one.Chain == chain))
        {
            var open = new Order
            {
                Chain = chain, Number = order.Number, Store = order.Store, OrderedOn = order.OrderedOn, RequestedOn = order.RequestedOn,
            };
            open.Lines.AddRange(order.Lines.Where(line => !delivered.Contains(line)));
            yield return open;
        }
    }

    /// <summary>Notes are in the file of the day they were received; a corrected one comes again the day after.</summary>
    private static IEnumerable<(DateOnly Day, NoteEdition Edition)> Editions(World world, SimulatedChain chain)
    {
        foreach (var note in world.Notes.Where(one => one.Chain == chain))
        {
            yield return (note.ReceivedOn, new NoteEdition(note, note.ReceivedBefore is not null));
            if (note.ReceivedBefore is not null)
            {
                yield return (note.ReceivedOn.AddDays(1), new NoteEdition(note, false));
            }
        }
    }

    /// <summary>Two files of a world with feed faults come days late.</summary>
    private static TimeSpan Lateness(World world, SimulatedChain chain, DateOnly day, string report) =>
        world.Orders.All(order => order.Flaw == Flaw.None) ? TimeSpan.Zero
        : chain.Id == "wanjia" && report == "deliveries" && day == world.From.AddDays(11) ? TimeSpan.FromDays(4)
        : chain.Id == "yonghe" && report == "orders" && day == world.From.AddDays(19) ? TimeSpan.FromDays(3)
        : TimeSpan.Zero;

    private static string Arrival(DateTimeOffset at) => Text.Of($"{at.ToOffset(TimeSpan.FromHours(8)):yyyy-MM-dd'T'HH:mm:sszzz}");

    private static void Put(string folder, string name, string content) => Put(folder, name, new UTF8Encoding(false).GetBytes(content));

    private static void Put(string folder, string name, byte[] content)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }
}

/// <summary>A portal file with its path below the folder and the moment it came.</summary>
internal sealed record ArrivedFile(string Path, FileDraft Draft, DateTimeOffset ArrivedAt, bool Later = false);
