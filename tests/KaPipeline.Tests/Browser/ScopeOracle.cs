using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Dapper;
using KaPipeline.Digests.Facts;
using KaPipeline.Labels;
using KaPipeline.Lists;
using KaPipeline.Mail;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Browser;

/// <summary>What stands in the warehouse and where it belongs, so that an answer can be searched for what its reader may not see: numbers
/// of documents, names of stores, cases, mails. It asks the tables, not the layer by which the pages read.</summary>
internal sealed partial class ScopeOracle
{
    private readonly List<(string Token, Place Place)> words = [];
    private readonly List<(string Name, Place Place)> stores = [];
    private readonly List<(string Pattern, string Path, Func<Recipient, bool> IsSeen)> rows = [];

    /// <summary>Concrete addresses for each endpoint that has a parameter.</summary>
    public Dictionary<string, List<string>> Addresses { get; private set; } = [];

    /// <summary>Values to try for each filter of a page.</summary>
    public Dictionary<string, string[]> Filters { get; } = new(StringComparer.Ordinal)
    {
        ["chain"] = ["dingfeng", "haoyoulai", "heyue", "jinlong", "runda", "wanjia", "yonghe", "nobody", "' or true --"],
        ["state"] = ["live", "open", "cleared", "accepted", "replayed"],
        ["digest"] = ["daily"], ["edition"] = ["1"], ["who"] = ["@", "E0"], ["rule"] = ["unknown_product"], ["load"] = ["1", "40"],
        ["job"] = ["load"], ["sheet"] = [""], ["owner"] = ["-", "nobody"], ["kind"] = ["settled_short"], ["due"] = ["overdue", "fortnight"],
        ["amount"] = ["500"],
    };

    private sealed record Document(string Kind, string ChainId, string Number, string? StoreId, string? Unit, string Path);

    public static async Task<ScopeOracle> ReadAsync(NpgsqlDataSource database, DateOnly asOf)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await ReportClock.AsTold(asOf).BeginAsync(connection);
        var names = await Names.LoadAsync(connection);
        var oracle = new ScopeOracle();
        oracle.stores.AddRange(names.Stores.SelectMany(store => new[] { Language.Chinese, Language.English }
            .Select(language => names.Store(store.ChainId, store.StoreId, language)).Distinct().Select(name => (name, store))));
        var documents = (await connection.QueryAsync<Document>(
            """
            with unit as (select distinct on (chain_id, account_id) chain_id, account_id, settlement_unit from core.settlement_account order by chain_id, account_id, arrived_at desc)
            select distinct 'order' as "Kind", chain_id as "ChainId", order_number as "Number", store_id as "StoreId", null::text as "Unit", '' as "Path" from core.order_line
            union all select distinct 'delivery', chain_id, delivery_number, store_id, null, '' from core.delivery_line
            union all select 'statement', chain_id, statement_number, '', settlement_unit, '' from core.statement left join unit using (chain_id, account_id)
            union all select distinct 'line', chain_id, statement_number, store_id, null, '' from core.statement_line where store_id <> ''
            union all select 'case', chain_id, case_id::text, store_id, settlement_unit, their_load_id || '/' || their_row_number from ops."case" left join unit using (chain_id, account_id)
            """)).Where(document => document.Number.Length > 0).ToList();
        foreach (var document in documents)
        {
            var place = names.Place(document.ChainId, document.StoreId, document.Unit);
            if (document.Kind != "case")
            {
                oracle.words.Add((document.Number, place));
            }

            var number = Uri.EscapeDataString(document.Number);
            foreach (var (pattern, path, needs) in document.Kind switch
            {
                "order" => [("/orders/{Chain}/{OrderNumber}", $"/orders/{document.ChainId}/{number}", place)],
                "delivery" => [("/notes/{Chain}/{DeliveryNumber}", $"/notes/{document.ChainId}/{number}", place)],
                "statement" =>
                [
                    ("/statements/{chain}/{number}/workbook", $"/statements/{document.ChainId}/{number}/workbook",
                        new Place(document.ChainId, "", "", "")),
                    ("/trace/{View}",
                    $"/trace/statement_reconciliation?chain_id={document.ChainId}&statement_number={number}&asOf={asOf:yyyy-MM-dd}", place),
                ],
                "case" =>
                [
                    ("/cases/{CaseId:long}", $"/cases/{number}", place),
                    ("/cases/{id:long}/evidence", $"/cases/{number}/evidence", new Place(document.ChainId, "", "", "")),
                ],
                _ => Array.Empty<(string, string, Place)>(),
            })
            {
                oracle.rows.Add((pattern, path, reader => needs.In(reader.Scope)));
            }
        }

        // A statement's page shows the breaks of a reader's stores also where the statement as a whole is not theirs.
        foreach (var statement in documents.Where(document => document.Kind is "statement")
            .DistinctBy(document => (document.ChainId, document.Number)))
        {
            var places = documents.Where(line => line.Kind is "line" or "statement" && line.ChainId == statement.ChainId
                && line.Number == statement.Number)
                .Select(line => names.Place(line.ChainId, line.StoreId, line.Unit)).ToList();
            oracle.rows.Add(("/statements/{Chain}/{StatementNumber}",
                $"/statements/{statement.ChainId}/{Uri.EscapeDataString(statement.Number)}?asOf={asOf:yyyy-MM-dd}",
                reader => places.Exists(place => place.In(reader.Scope)) || names.Touches(reader.Scope, statement.ChainId)));
        }

        foreach (var store in names.Stores)
        {
            oracle.rows.Add(("/stores/{Chain}/{StoreId}", $"/stores/{store.ChainId}/{store.StoreId}?asOf={asOf:yyyy-MM-dd}", reader =>
                store.In(reader.Scope)));
        }

        foreach (var chain in names.Chains)
        {
            oracle.rows.Add(("/locks/{chain}/application", $"/locks/{chain}/application?asOf={asOf:yyyy-MM-dd}", reader =>
                names.Touches(reader.Scope, chain)));
            oracle.rows.Add(("/contracts/{chain}/{year:int}/pack", $"/contracts/{chain}/{asOf.Year}/pack?asOf={asOf:yyyy-MM-dd}", reader =>
                reader.Scope.Sees(chain, "", "", "")));
            oracle.rows.Add(("/trace/{View}", $"/trace/product_month?chain_id={chain}&asOf={asOf:yyyy-MM-dd}", reader =>
                reader.Scope.Sees(chain, "", "", "")));
        }

        // Everybody knows the products; the rows beneath one, and what a search finds, are the reader's own.
        oracle.rows.Add(("/products/{ProductId}", $"/products/P001?asOf={asOf:yyyy-MM-dd}", _ => true));
        oracle.Filters["q"] =
        [
            .. documents.DistinctBy(document => (document.Kind, document.ChainId)).Select(document => document.Number),
            .. documents.DistinctBy(document => (document.Kind, document.ChainId)).Select(document => document.Number[..^1]),
            .. names.Stores.DistinctBy(store => store.City)
                .Select(store => names.Store(store.ChainId, store.StoreId, Language.Chinese)[..2]),
            "20260501", "店", "%", "' or true --",
        ];

        // Lists hold what the reader sees and nothing else, whatever is asked for.
        foreach (var list in BusinessLists.All)
        {
            var asked = $"?asOf={asOf:yyyy-MM-dd}&kind={(list.Month is null ? "" : $"&month={asOf.AddMonths(-1):yyyy-MM}")}";
            oracle.rows.Add(("/figures/{Name}", list.Path + asked, _ => true));
            oracle.rows.Add(("/figures/{name}/workbook", $"{list.Path}/workbook{asked}", _ => true));
        }

        foreach (var row in await connection.QueryAsync<(string Chain, string Store, string Unit, long Load, int Row)>(
            """
            select chain_id, store_id, '', load_id, row_number from core.order_line where row_number % 97 = 5
            union all select chain_id, store_id, '', load_id, row_number from core.delivery_line where row_number % 97 = 7
            """))
        {
            var place = names.Place(row.Chain, row.Store, row.Unit);
            oracle.rows.Add(("/source/{LoadId:long}/{RowNumber:int}", $"/source/{row.Load}/{row.Row}", reader => place.In(reader.Scope)));
        }

        foreach (var row in await connection.QueryAsync<(string Chain, long Load, int Row, string Sheet)>(
            "select chain_id, load_id, row_number, sheet from ops.quarantined_row join ops.load using (load_id) where chain_id <> ''"))
        {
            oracle.rows.Add(("/quarantine/{LoadId:long}/{RowNumber:int}",
                $"/quarantine/{row.Load}/{row.Row}?sheet={Uri.EscapeDataString(row.Sheet)}",
                reader => reader.Scope.Sees(row.Chain, "", "", "")));
        }

        foreach (var (load, chain) in await connection.QueryAsync<(long, string)>(
            "select load_id, chain_id from ops.load where chain_id <> '' and load_id % 40 = 3"))
        {
            oracle.rows.Add(("/held/{LoadId:long}", $"/held/{load}", reader => reader.Scope.Sees(chain, "", "", "")));
            oracle.rows.Add(("/files/{LoadId:long}", $"/files/{load}", reader => reader.Scope.Sees(chain, "", "", "")));
        }

        foreach (var (id, recipient) in await connection.QueryAsync<(long, string)>("select delivery_id, recipient_id from ops.delivery"))
        {
            oracle.rows.Add(("/deliveries/{DeliveryId:long}", $"/deliveries/{id}", reader => reader.Id == recipient));
            oracle.rows.Add(("/deliveries/{id:long}/body", $"/deliveries/{id}/body", reader => reader.Id == recipient));
            oracle.rows.Add(("/deliveries/{id:long}/attachments/{position:int}", $"/deliveries/{id}/attachments/1", reader =>
                reader.Id == recipient));
        }

        foreach (var (chain, store, id) in await connection.QueryAsync<(string, string, long)>(
            "select chain_id, store_id, work_done_id from ops.work_done"))
        {
            var place = names.Place(chain, store);
            oracle.rows.Add(("/work/photographs/{id:long}", $"/work/photographs/{id}", reader => place.In(reader.Scope)));
        }

        oracle.Addresses = oracle.rows.GroupBy(row => row.Pattern)
            .ToDictionary(group => group.Key, group => group.Select(row => row.Path).ToList());
        return oracle;
    }

    /// <summary>What a reader may not see, with up to three addresses of it for each endpoint.</summary>
    public Beyond Outside(Recipient reader)
    {
        var seen = words.Where(word => word.Place.In(reader.Scope)).Select(word => word.Token).ToHashSet(StringComparer.Ordinal);
        var own = stores.Where(store => store.Place.In(reader.Scope)).Select(store => store.Name).ToList();
        return new Beyond(
            reader.Id,
            [.. words.Select(word => word.Token).Where(token => token.Length > 5 && !seen.Contains(token))],
            [.. stores.Select(store => store.Name).Where(name => !own.Exists(mine => mine.Contains(name, StringComparison.Ordinal)))
            .Distinct()],
            [.. rows.Where(row => row.Pattern is "/cases/{CaseId:long}" or "/deliveries/{DeliveryId:long}" && !row.IsSeen(reader))
            .Select(row => row.Path)],
            rows.Where(row => !row.IsSeen(reader)).GroupBy(row => row.Pattern)
                .ToDictionary(group => group.Key, group =>
                group.OrderBy(row => string.GetHashCode(row.Path + reader.Id, StringComparison.Ordinal)).Take(3).Select(row => row.Path)
                .ToList()));
    }

    /// <summary>All that an answer says: the text of a page, the cells of a workbook, the files of a pack.</summary>
    public static async Task<string> TextAsync(HttpResponseMessage answer) => TextOf(await answer.Content.ReadAsByteArrayAsync());

    public static string TextOf(byte[] bytes)
    {
        return bytes is [0x50, 0x4B, ..] ? Unpacked(bytes) : WebUtility.HtmlDecode(Encoding.UTF8.GetString(bytes));
    }

    private static string Unpacked(byte[] bytes)
    {
        var text = new StringBuilder();
        using var zip = new ZipArchive(new MemoryStream(bytes));
        foreach (var entry in zip.Entries)
        {
            using var content = new MemoryStream();
            using (var stream = entry.Open())
            {
                stream.CopyTo(content);
            }

            text.Append(entry.FullName).Append('\n');
            text.Append(content.ToArray() is [0x50, 0x4B, ..] inner ? Unpacked(inner)
                : WebUtility.HtmlDecode(Encoding.UTF8.GetString(content.ToArray()))).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>One mail to each of many people, each with words of its own.</summary>
    public static async Task AddMailsAsync(NpgsqlDataSource database) => await database.DoAsync(
        """
        with edition as (
            insert into ops.edition (digest, business_date, edition_number, due_at, as_of, known_at, knowledge, is_partial, is_late, produced_at, cause)
            values ('plan', '2020-01-01', 1, '2020-01-01', '2020-01-01', '2020-01-01', 'arrived', false, false, '2020-01-01', 'test') returning edition_id
        ), person as (
            select distinct person_id from core.person
        ), content as (
            insert into ops.mail_content (content_sha256, subject, html, plain_text)
            select 'scope-' || person_id, 's', '<p>MAIL-OF-' || person_id || '</p>', 't' from person returning content_sha256
        ), attached as (
            insert into ops.mail_attachment (content_sha256, position, file_name, media_type, content)
            select content_sha256, 1, 'a.txt', 'text/plain', convert_to('MAIL-OF-' || substr(content_sha256, 7), 'UTF8') from content
        )
        insert into ops.delivery (edition_id, recipient_id, recipient_name, address, language, content_sha256, message_id, state, not_before, rendered_at, ended_at)
        select edition_id, person_id, 'NAME-OF-' || person_id, person_id || '@example.com', 'zh-CN', 'scope-' || person_id, 'scope-' || person_id, 'accepted', '2020-01-01', '2020-01-01', '2020-01-01'
        from person, edition where exists (select from content)
        """);

    /// <summary>Takes them away again.</summary>
    public static async Task RemoveMailsAsync(NpgsqlDataSource database) => await database.DoAsync(
        """
        delete from ops.delivery where message_id like 'scope-%';
        delete from ops.mail_content where content_sha256 like 'scope-%';
        delete from ops.edition where business_date = '2020-01-01';
        """);

    /// <summary>A photograph of one order line of each store.</summary>
    public static async Task AddPhotographsAsync(NpgsqlDataSource database) => await database.DoAsync(
        """
        with done as (
            insert into ops.work_done (work_on, chain_id, order_number, store_id, product_id, is_free, photograph_sha256, done_by, done_at)
            select distinct on (chain_id, store_id) '2026-06-05'::date, chain_id, order_number, store_id, product_id, is_free, 'x', 'scope', now()
            from core.order_line order by chain_id, store_id, order_number, product_id returning work_done_id
        )
        insert into ops.work_photograph (work_done_id, content) select work_done_id, '\xffd8ffe0' from done
        """);

    /// <summary>Takes them away again.</summary>
    public static async Task RemovePhotographsAsync(NpgsqlDataSource database) => await database.DoAsync(
        "delete from ops.work_photograph; delete from ops.work_done; delete from ops.personal_access");

    /// <summary>What lies outside one scope.</summary>
    /// <param name="ReaderId">Whose scope.</param>
    /// <param name="Numbers">Numbers of documents.</param>
    /// <param name="Stores">Names of stores.</param>
    /// <param name="Links">Paths that no page may link to.</param>
    /// <param name="Addresses">Addresses of rows outside, by endpoint.</param>
    internal sealed record Beyond(
        string ReaderId, HashSet<string> Numbers, List<string> Stores, HashSet<string> Links, Dictionary<string, List<string>> Addresses)
    {
        /// <summary>What of it an answer tells; what the address itself says is no news.</summary>
        public IEnumerable<string> In(string text, string address)
        {
            var said = Uri.UnescapeDataString(address);
            return Number().Matches(text).Select(match => match.Value).Distinct()
                .Where(word => Numbers.Contains(word) && !said.Contains(word, StringComparison.Ordinal))
                .Concat(Stores.Where(name => text.Contains(name, StringComparison.Ordinal)))
                .Concat(Link().Matches(text).Select(match => match.Groups[1].Value).Where(Links.Contains).Distinct())
                .Concat(Mail().Matches(text).Where(match => match.Groups[1].Value != ReaderId).Select(match => match.Value));
        }
    }

    [GeneratedRegex("[A-Za-z0-9][A-Za-z0-9_-]{5,}")]
    private static partial Regex Number();

    [GeneratedRegex("href=\"(/(?:cases|deliveries)/[0-9]+)\"")]
    private static partial Regex Link();

    [GeneratedRegex("(?:MAIL|NAME)-OF-([A-Z0-9]+)")]
    private static partial Regex Mail();
}
