using System.Net;
using System.Text.RegularExpressions;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Browser;

/// <summary>What people have in hand, a number or a name, leads to its page, and in two clicks to its row under the headings of the file
/// that it came in.</summary>
[Trait("Category", "Slow"), Collection(nameof(OperatorWorld))]
public sealed partial class FindTests(OperatorWorld world)
{
    private sealed record Asked(string Kind, string Text, string Leads);

    [Fact]
    public async Task Number_or_name_leads_to_its_page_and_on_to_its_row_under_the_files_own_headings()
    {
        using var client = await ClientAsync("admin");
        var asked = await world.Site.Warehouse.DataSource.ListAsync<Asked>(
            """
            (select 'order' as kind, lower(order_number) as text, '/orders/haoyoulai/' || order_number as leads
                from core.order_line where chain_id = 'haoyoulai' order by order_number limit 1)
            union all (select 'delivery', ' ' || delivery_number, '/notes/haoyoulai/' || delivery_number
                from core.delivery_line where chain_id = 'haoyoulai' order by delivery_number limit 1)
            union all (select 'statement', statement_number, '/statements/haoyoulai/' || statement_number
                from core.statement where chain_id = 'haoyoulai' order by statement_number limit 1)
            union all (select 'item', item_number, '/products/' || product_id || '?chain=' || chain_id
                from core.chain_item where chain_id = 'haoyoulai' order by item_number limit 1)
            union all (select 'barcode', unit_barcode, '/products/' || product_id from core.product where unit_barcode is not null
                and (select count(*) from core.product as twin where twin.unit_barcode = product.unit_barcode) = 1 limit 1)
            union all (select 'product', name, '/products/' || product_id from core.product
                where (select count(*) from core.product as twin where twin.name = product.name) = 1 limit 1)
            union all (select 'store', name, '/stores/haoyoulai/' || store_id from core.store where chain_id = 'haoyoulai' limit 1)
            union all (select 'file', file_name, '/files/' || load_id from ops.load where chain_id = 'haoyoulai' and state = 'loaded' limit 1)
            """, ct: Stopping);
        Assert.Equal(8, asked.Count);
        foreach (var one in asked)
        {
            using var found = await client.GetAsync(new Uri("/find?q=" + Uri.EscapeDataString(one.Text), UriKind.Relative), Stopping);
            Assert.True(found.Headers.Location?.OriginalString == one.Leads, $"{one}: {(int)found.StatusCode} {found.Headers.Location}");
            var page = await ReadAsync(client, one.Leads);
            if (one.Kind is "order" or "delivery" or "statement" or "item" or "barcode" or "product")
            {
                page = await ReadAsync(client, SourceLink().Match(page) is { Success: true } link ? link.Groups[1].Value
                    : throw new InvalidOperationException($"{one}: no row is linked"));
                Assert.DoesNotContain("T00:00:00+00:00", page, StringComparison.Ordinal);
            }

            if (one.Kind is not "store")
            {
                Assert.True(page.Contains("<th>商品代码</th>", StringComparison.Ordinal) || page.Contains("<th>店号</th>", StringComparison.Ordinal)
                    || page.Contains("<th>货号</th>", StringComparison.Ordinal) || page.Contains("<th>门店", StringComparison.Ordinal),
                    $"{one}: the file's own headings are missing");
            }
        }

        // Several of a kind are listed, a run and a case of the same number each under its own heading.
        var listed = await ReadAsync(client, "/find?q=1");
        Assert.Contains("href=\"/cases/1\"", listed, StringComparison.Ordinal);
        Assert.Contains("href=\"/runs/1\"", listed, StringComparison.Ordinal);
        Assert.Contains("没有找到", await ReadAsync(client, "/find?q=%27%20or%201%3D1%20--%20%25_%5C"), StringComparison.Ordinal);
    }

    private static async Task<string> ReadAsync(HttpClient client, string path) =>
        WebUtility.HtmlDecode(await client.GetStringAsync(new Uri(path, UriKind.Relative), Stopping));

    private async Task<HttpClient> ClientAsync(string role)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
        {
            BaseAddress = new Uri(world.Site.Address),
        };
        await SignIn.AsAsync(client, role, ConsoleSite.Password);
        return client;
    }

    [GeneratedRegex("href=\"(/source/[0-9]+/[0-9]+)\"")]
    private static partial Regex SourceLink();
}
