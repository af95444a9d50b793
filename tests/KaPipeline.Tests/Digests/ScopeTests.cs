using System.Buffers;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using KaPipeline.Digests.Design;
using KaPipeline.Digests.Editions;
using KaPipeline.Digests.Letters;
using KaPipeline.Lists;
using KaPipeline.Mail;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Digests;

/// <summary>Nobody gets a row outside their scope: any scope, every letter, every workbook of the sample month.</summary>
[Trait("Category", "Slow")]
public sealed partial class ScopeTests(WholeSampleMonth month) : IClassFixture<WholeSampleMonth>
{
    private static readonly int Scopes = LongRun.IsOn ? 12 : 3;

    private sealed record Store(string Chain, string Id, string Name, string Region, string City, string English)
    {
        public bool In(Scope scope) => scope.Sees(Chain, Region, City, Id);
    }

    private static readonly (string Digest, DateOnly Date)[] Editions =
    [
        ("daily", new(2026, 6, 5)), ("weekly", new(2026, 5, 31)), ("close", new(2026, 6, 5)), ("budget", new(2026, 6, 5)),
            ("plan", new(2026, 5, 24)),
    ];

    [Fact]
    public async Task No_letter_and_no_workbook_shows_a_row_outside_a_random_scope()
    {
        var stores = await month.AskAsync<Store>(
            """
            select distinct on (chain_id, store_id) chain_id as chain, store_id as id, name, region, city, coalesce(name_en, name) as english
            from core.store
            """);
        var marks = await month.AskAsync<(string Chain, string Mark)>(
            """
            select chain_id, name from core.chain union select chain_id, name_en from core.chain union select chain_id, statement_number from core.statement
            union select chain_id, promotion_id from core.promotion union select chain_id, contract_id from core.contract union select chain_id, invoice_number from core.invoice
            """);
        var papers = await month.AskAsync<(string Chain, string Store, string Mark)>(
            "select chain_id, store_id, order_number from core.order_line union select chain_id, store_id, delivery_number from core.delivery_line");
        var random = new Random(20260604);
        var scopes = Enumerable.Range(0, Scopes)
            .Select(_ => new Scope(Enumerable.Range(0, random.Next(1, 3)).Select(_ => RandomGrant(random, stores)))).ToList();
        var forbidden = scopes.Select(scope =>
        {
            var mine = stores.Where(store => store.In(scope)).ToList();
            var (names, touched) = (mine.Select(store => store.Name).ToHashSet(), mine.Select(store => store.Chain).ToHashSet());
            var places = mine.Select(store => (store.Chain, store.Id)).ToHashSet();
            return ((IEnumerable<string>)
            [
                .. stores.Select(store => store.Name).Where(store => !names.Contains(store)),
                .. marks.Where(mark => !touched.Contains(mark.Chain)).Select(mark => mark.Mark),
                .. papers.Where(paper => !places.Contains((paper.Chain, paper.Store))).Select(paper => paper.Mark)
                    .Except(papers.Where(paper => places.Contains((paper.Chain, paper.Store))).Select(paper => paper.Mark)),
            ]).Where(mark => mark.Length >= 4).ToHashSet(StringComparer.Ordinal);
        }).ToList();
        var seen = 0;
        foreach (var (name, date) in Editions)
        {
            foreach (var (at, scope) in scopes.Index())
            {
                foreach (var (where, text) in await TextsAsync(name, date, scope, random.Next(2) == 0 ? "zh-CN" : "en"))
                {
                    var found = text.Split([' ', '\n', '\t', '|', '，', '；', '、', '：', ':', ',', ';', '#', '/', '(', ')'],
                        StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(forbidden[at].Contains);
                    Assert.True(found is null, $"{name} {where}, scope {scope.Key}: {found}");
                    Assert.DoesNotContain(stores.Where(store => !store.In(scope)), store =>
                        text.Contains(store.English, StringComparison.Ordinal));
                    seen++;
                }
            }
        }

        Assert.InRange(seen, Editions.Length * Scopes * 2, 10_000);
    }

    [Fact]
    public void Letters_and_workbooks_take_facts_that_are_cut_to_a_reader_and_nothing_else()
    {
        var makers = typeof(IDigest).Assembly.GetTypes()
            .Where(type => type.Namespace?.StartsWith("KaPipeline.Digests", StringComparison.Ordinal) == true
            && (type.Name.EndsWith("Letter", StringComparison.Ordinal)
                || type.Name.EndsWith("Workbook", StringComparison.Ordinal)
                || type.Name.StartsWith("LetterShape", StringComparison.Ordinal)) && !type.IsNested).ToList();
        Assert.InRange(makers.Count, 10, 100);
        var whole = makers.SelectMany(type => type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Cast<MethodBase>()
                .Concat(type.GetMethods(BindingFlags.Static | BindingFlags.Public)))
            .SelectMany(method => method.GetParameters().Select(parameter => (method.DeclaringType!.Name, parameter.ParameterType)))
            .Where(parameter => typeof(IDigestFacts).IsAssignableFrom(parameter.ParameterType)
                || parameter.ParameterType.GetInterfaces()
                .Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(ICutToReader<>)));

        Assert.Empty(whole);
    }

    [Fact]
    public async Task An_English_reader_gets_no_Chinese_name_of_a_store_a_place_a_person_or_a_dealer()
    {
        var chinese = await month.AskAsync<string>(
            "select name from core.store union select region from core.store union select city from core.store union select dealer from core.store "
            + "where dealer <> '' union select name from core.person union select name from core.chain union select name from core.product");
        var named = SearchValues.Create([.. chinese], StringComparison.Ordinal);
        foreach (var (name, date) in Editions)
        {
            var texts = (await TextsAsync(name, date, Scope.All, "en")).Select(text => text.Text);

            // Names of files are the portals', words of fees the chains'.
            // The reader is none of the master data's people: the letter's second line has the name of the mailbox.
            var lines = texts.SelectMany(text => text.Split('\n', '|'))
                .Where(line => line.AsSpan().ContainsAny(named))
                .Where(line => !FileName().IsMatch(line) && !line.StartsWith("周晓东 · ", StringComparison.Ordinal)).ToList();
            Assert.All(chinese, word => Assert.DoesNotContain(lines, line => line.Trim() == word
                || line.Contains(word + " · ", StringComparison.Ordinal)
                || line.Contains(" · " + word, StringComparison.Ordinal) || line.Contains(word + ",", StringComparison.Ordinal)));
        }
    }

    /// <summary>What is asked of one chain by a reader who sees it and stores of another, as the lists ask it, kept and of the past. A
    /// planner that expects one line tries each with every other: 41 seconds for a page, once.</summary>
    [Theory]
    [InlineData("2026-06-05")]
    [InlineData("2026-05-20")]
    public async Task A_question_of_a_cut_reader_does_not_try_every_line_with_every_other(string asOf)
    {
        var views = BusinessLists.All.SelectMany(list => SeenName().Matches(list.From)).Select(match => match.Groups[1].Value).Distinct();
        var asked = await month.AskAsync<(string View, bool HasStore)>(
            """
            select relname, bool_or(attname = 'store_id') from pg_class join pg_attribute on attrelid = pg_class.oid
            where relnamespace = 'mart'::regnamespace and relkind = 'v' and relname = any (@views)
            group by relname having bool_or(attname = 'chain_id')
            """, values: new { views = views.ToArray() });
        Assert.InRange(asked.Count, 20, 100);
        foreach (var (view, hasStore) in asked)
        {
            var seen = hasStore ? "(chain_id = 'wanjia' or chain_id || '|' || store_id = any (array['dingfeng|D003', 'haoyoulai|H001']))"
                : "chain_id = any (array['wanjia', 'dingfeng'])";
            var plan = string.Join('\n', await month.AskAsync<string>(
                $"explain (analyze, timing off, format json) select count(*) from mart.{view} where {seen} and chain_id = 'wanjia'",
                DateOnly.Parse(asOf, CultureInfo.InvariantCulture)));
            using var parsed = JsonDocument.Parse(plan, new JsonDocumentOptions { MaxDepth = 1000 });
            Assert.True(TriedInVain(parsed.RootElement[0].GetProperty("Plan")) < 1_000_000, view);
        }
    }

    private static double TriedInVain(JsonElement node) =>
        (node.TryGetProperty("Rows Removed by Join Filter", out var removed)
            ? removed.GetDouble() * node.GetProperty("Actual Loops").GetDouble() : 0)
        + (node.TryGetProperty("Plans", out var parts) ? parts.EnumerateArray().Sum(TriedInVain) : 0);

    [GeneratedRegex(@"seen\.([a-z_]+) as")]
    private static partial Regex SeenName();

    [Theory]
    [InlineData("weekly", "逾期应收")]
    [InlineData("close", "张对账单")]
    [InlineData("budget", "下月合同费用")]
    public async Task What_is_not_in_the_scope_is_left_out_and_not_printed_as_nought(string name, string words)
    {
        var (_, date) = Editions.Single(edition => edition.Digest == name);
        await month.WithFactsAsync(name, date, (facts, _) =>
        {
            // A representative of stores: no account and no whole chain.
            var reader = SampleWorld.For(facts, SampleWorld.Reader(new Scope([new("dingfeng", "", "", "0101"), new("wanjia", "", "", "W01")])));
            var letter = facts.Write(reader);

            Assert.DoesNotContain(words, letter.Subject + DocumentText.Of(letter.Document), StringComparison.Ordinal);
            Assert.DoesNotContain(DigestOf(name).Workbooks.SelectMany(book => facts.WorkbooksFor(reader, book)), order =>
                order.FileName.StartsWith("KA应收", StringComparison.Ordinal));
            var everybody = facts.Write(SampleWorld.For(facts, SampleWorld.Reader(Scope.All)));
            if (name != "close")
            {
                Assert.Contains(words, everybody.Subject + DocumentText.Of(everybody.Document), StringComparison.Ordinal);
            }
            return Task.FromResult(true);
        });
    }

    private static IDigest DigestOf(string name) => DigestService.AllDigests.Single(digest => digest.Name == name);

    /// <summary>The letter and the workbooks that a reader of a scope gets.</summary>
    private Task<List<(string Where, string Text)>> TextsAsync(string name, DateOnly date, Scope scope, string language) =>
        month.WithFactsAsync(name, date, async (facts, connection) =>
        {
            var reader = SampleWorld.For(facts, SampleWorld.Reader(scope, language));
            var letter = facts.Write(reader);
            var texts = new List<(string Where, string Text)> { ("letter", DocumentText.Of(letter.Document) + letter.Subject) };
            foreach (var order in DigestOf(name).Workbooks.SelectMany(book => facts.WorkbooksFor(reader, book)))
            {
                using var file = new MemoryStream();
                await order.SaveAsync(connection, file, null, Stopping);
                file.Position = 0;
                texts.Add((order.FileName, order.FileName + WorkbookText.Dump(file, rows: 100_000)));
            }

            return texts;
        });
    [System.Text.RegularExpressions.GeneratedRegex(@"\.(csv|xlsx?|txt|html?|dat)\b")]
    private static partial System.Text.RegularExpressions.Regex FileName();

    private static Grant RandomGrant(Random random, List<Store> stores)
    {
        var store = stores[random.Next(stores.Count)];
        return random.Next(5) switch
        {
            0 => new Grant(store.Chain, "", "", ""),
            1 => new Grant("", store.Region, "", ""),
            2 => new Grant("", store.Region, store.City, ""),
            3 => new Grant(store.Chain, store.Region, "", ""),
            _ => new Grant(store.Chain, "", "", store.Id),
        };
    }
}
