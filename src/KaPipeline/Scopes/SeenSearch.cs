using System.Globalization;
using System.Text;

namespace KaPipeline.Scopes;

/// <summary>Something that a search has found.</summary>
public sealed record SearchHit
{
    /// <summary>What it is: a code of <c>Label.SearchKind</c>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Its chain; empty where it has none.</summary>
    public string ChainId { get; init; } = "";

    /// <summary>Its number or id.</summary>
    public string Id { get; init; } = "";

    /// <summary>What it is called in the reader's language; null where it has no name.</summary>
    public string? Name { get; init; }

    /// <summary>What its page is asked for, where that is not its number.</summary>
    public string Target { get; init; } = "";

    /// <summary>Whether it is just what was asked for.</summary>
    public bool IsExact { get; init; }
}

/// <summary>Finds orders, delivery notes, statements, items, barcodes, stores, products, cases, files and runs by their number or
/// name, among what a reader may see.</summary>
public static class SeenSearch
{
    /// <summary>Of one kind at most.</summary>
    public const int MostOfAKind = 20;

    private const int LongestText = 200;

    /// <summary>Of a number as many characters must be typed before those that only begin with it are listed.</summary>
    private const int LeastToBegin = 4;

    private const string Question =
        """
        select * from (
            (select distinct 'order' as kind, line.chain_id, line.order_number as id, null::text as name, '' as target,
                line.order_number = @Text as is_exact
             from seen.order_line as line
             where line.chain_id = any (array(select chain_id from seen.chain as own)) and line.order_number between @Text and @Last
                and line.superseded_at = 'infinity'
             order by line.order_number, line.chain_id limit @Most)
            union all
            (select distinct 'delivery', line.chain_id, line.delivery_number, null, '', line.delivery_number = @Text
             from seen.delivery_line as line
             where line.chain_id = any (array(select chain_id from seen.chain as own)) and line.delivery_number between @Text and @Last
                and line.superseded_at = 'infinity'
             order by line.delivery_number, line.chain_id limit @Most)
            union all
            (select distinct 'statement', head.chain_id, head.statement_number, null, '', head.statement_number = @Text
             from seen.statement as head
             where head.statement_number between @Text and @Last and head.superseded_at = 'infinity'
             order by head.statement_number, head.chain_id limit @Most)
            union all
            (select 'item', item.chain_id, item.item_number, named.name, item.product_id, item.item_number = @Text
             from seen.chain_item as item
             left join named using (product_id)
             where item.item_number between @Text and @Last and item.superseded_at = 'infinity'
             order by item.item_number, item.chain_id limit @Most)
            union all
            (select 'product', '', product_id, name, '', coalesce(@Text in (product_id, unit_barcode, case_barcode, full_name, name_en), false)
             from named
             where product_id between @Text and @Last or @Text in (unit_barcode, case_barcode)
                or length(@Text) > 1 and strpos(lower(concat_ws(' ', full_name, name_en)), lower(@Text)) > 0
             order by product_id limit @Most)
            union all
            (select 'store', chain_id, store_id, name, '', coalesce(@Text in (store_id, full_name, name_en), false)
             from (select distinct on (chain_id, store_id) chain_id, store_id, name as full_name, name_en,
                    case when @English then coalesce(name_en, name) else name end as name
                from seen.store as shop where superseded_at = 'infinity' order by chain_id, store_id, valid_from desc) as shops
             where store_id between @Text and @Last or length(@Text) > 1 and strpos(lower(concat_ws(' ', full_name, name_en)), lower(@Text)) > 0
             order by store_id, chain_id limit @Most)
            union all
            (select 'case', claim.chain_id, claim.case_id::text, claim.statement_number, '', true
             from seen.claim as claim where claim.case_id = @Number)
            union all
            (select 'file', file.chain_id, file.file_name, file.report, file.load_id::text, file.file_name = @Text
             from seen.whole_load as file where length(@Text) >= @Least and strpos(lower(file.file_name), lower(@Text)) > 0
             order by file.load_id desc limit @Most)
            union all
            (select 'run', run.chain_id, run.run_id::text, run.job, '', true
             from seen.run as run where @SeesRuns and run.run_id = @Number)
        ) as found
        """;

    // A product by its newest name.
    private const string Named =
        """
        with named as materialized (
            select distinct on (product_id) product_id, unit_barcode, case_barcode, name as full_name, name_en,
                case when @English then coalesce(name_en, name) else name end as name
            from core.product where superseded_at = 'infinity' order by product_id, valid_from desc)
        """;

    /// <summary>What a number or a name finds: as it is typed, else in capitals, as documents print their numbers.</summary>
    /// <param name="seen">The warehouse as the reader sees it.</param>
    /// <param name="text">What was typed; full-width letters and figures are read as ordinary ones.</param>
    /// <param name="english">Whether names are told in English.</param>
    /// <param name="seesRuns">Whether runs are among what the reader may open.</param>
    /// <param name="ct">Stops the question.</param>
    public static async Task<IReadOnlyList<SearchHit>> FindAsync(
        this SeenRows seen, string text, bool english, bool seesRuns, CancellationToken ct = default)
    {
        // Half a character, which no text of the warehouse holds, becomes the mark for one that cannot be read.
        text = string.Concat(text.EnumerateRunes()).Normalize(NormalizationForm.FormKC).Trim();
        if (text.Length is 0 or > LongestText)
        {
            return [];
        }

        var found = await AskAsync(text);
        return found.Count == 0 && text.ToUpperInvariant() is var capitals && capitals != text ? await AskAsync(capitals) : found;

        async Task<IReadOnlyList<SearchHit>> AskAsync(string asked) => await seen.ListAsync<SearchHit>($"{Named}\n{Question}", new
        {
            Text = asked,
            Last = asked.Length < LeastToBegin ? asked : asked + '\uFFFF',
            Number = long.TryParse(asked.TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1,
            Most = MostOfAKind,
            Least = LeastToBegin,
            English = english,
            SeesRuns = seesRuns,
        }, ct);
    }
}
