using System.Globalization;
using System.Net;
using Dapper;
using KaPipeline.Host;
using KaPipeline.Host.Accounts;
using KaPipeline.Host.Serve;
using KaPipeline.Host.Web;
using KaPipeline.Mail;
using KaPipeline.Tests.Digests;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KaPipeline.Tests.Browser;

/// <summary>Random scopes over every endpoint that the console has, also one that is added tomorrow: nothing outside the scope is
/// read.</summary>
[Trait("Category", "Slow")]
public sealed class EveryScopeTests(WholeSampleMonth month) : IAsyncLifetime, IClassFixture<WholeSampleMonth>
{
    private static readonly DateOnly AsOf = WholeSampleMonth.AsOf.AddDays(1);
    private static readonly string AsOfText = AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // Everybody's own: no rows of the business.
    private static readonly string[] Own =
        ["/account", "/sign-in", "/invitation", "/denied", "/assets/{hash}/{name}", "/health/live", "/health/ready"];

    private static int Scopes => LongRun.IsOn ? 40 : 1;

    private readonly KaHome home = new(Directory.CreateTempSubdirectory("ka-scopes-").FullName,
        Directory.CreateTempSubdirectory("ka-scopes-config-").FullName);
    private readonly Random random = new(20260605);
    private readonly string port = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(4));
    private WebApplication app = null!;
    private ScopeOracle oracle = null!;

    public async ValueTask InitializeAsync()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "config"), "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(home.Config, Path.GetRelativePath(Path.Combine(Repository.Root, "config"), file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        // Beside the people of the master data: chains and regions drawn at random.
        string[] chains = ["dingfeng", "haoyoulai", "heyue", "jinlong", "runda", "wanjia", "yonghe"], regions = ["上海", "江苏", "浙江", "安徽"];
        var additions = Enumerable.Range(1, Scopes).Select(number => string.Create(CultureInfo.InvariantCulture,
            $"  - {{ id: drawn-{number}, name: 随机 {number}, address: drawn{number}@example.com, role: finance, language: zh-CN, regions: [{Some(regions)}], chains: [{Some(chains, 1)}] }}"));
        var rules = Path.Combine(home.Config, "recipients.yaml");
        await File.WriteAllTextAsync(rules, (await File.ReadAllTextAsync(rules))
            .Replace("recipients: []", "recipients:\n" + string.Join('\n', additions), StringComparison.Ordinal));

        await ScopeOracle.AddMailsAsync(month.Warehouse.DataSource);
        await ScopeOracle.AddPhotographsAsync(month.Warehouse.DataSource);
        app = ServeHost.Build(new ServeOptions(false, true, "http://127.0.0.1:0"), home, month.Warehouse.DataSource, TimeProvider.System);
        await app.StartAsync();
        oracle = await ScopeOracle.ReadAsync(month.Warehouse.DataSource, AsOf);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        await ScopeOracle.RemoveMailsAsync(month.Warehouse.DataSource);
        await ScopeOracle.RemovePhotographsAsync(month.Warehouse.DataSource);
        Directory.Delete(home.Root, recursive: true);
        Directory.Delete(home.Config, recursive: true);
    }

    [Fact]
    public async Task Nothing_outside_the_scope_is_read_at_any_address()
    {
        var people = (await PeopleAsync()).Where(person => !person.Scope.IsAll).ToList();
        var drawn = people.Where(person => person.Id.StartsWith("drawn-", StringComparison.Ordinal))
            .Concat(people.Where(person => person.Roles.Contains("representative")).OrderBy(_ => random.Next()).Take((Scopes + 1) / 2))
            .Concat(people.Where(person => !person.Roles.Contains("representative")).OrderBy(_ => random.Next()).Take((Scopes + 1) / 2));
        var found = new List<string>();
        var (asked, answered) = (0, 0);
        var asking = drawn.DistinctBy(person => person.Id).ToList();
        foreach (var (number, person) in asking.Index())
        {
            using var client = await ClientAsync(person, "finance");
            var outside = oracle.Outside(person);
            foreach (var endpoint in Endpoints().Where(IsOverseen)
                .Where(endpoint => !Pattern(endpoint).StartsWith("/hangfire/", StringComparison.Ordinal)))
            {
                using var refused = await client.GetAsync(new Uri(Pattern(endpoint).Replace("{RunId:long}", "1", StringComparison.Ordinal),
                    UriKind.Relative), Stopping);
                Assert.True(refused.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotFound,
                    $"{Pattern(endpoint)}: {refused.StatusCode}");
            }

            // Every address is asked each time, by one of them; in a long run by everybody.
            foreach (var (address, isForeign) in Addresses(outside).Where((_, at) => LongRun.IsOn || at % asking.Count == number))
            {
                using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), Stopping);
                var text = await ScopeOracle.TextAsync(answer);
                asked++;
                answered += answer.StatusCode == HttpStatusCode.OK ? 1 : 0;
                found.AddRange(outside.In(text, address).Take(3).Select(token => $"{person.Id} [{person.Scope.Key}] {address}: {token}"));
                if (isForeign && answer.StatusCode != HttpStatusCode.NotFound)
                {
                    found.Add($"{person.Id} {address}: {(int)answer.StatusCode}");
                }

                if ((int)answer.StatusCode >= 500)
                {
                    found.Add($"{person.Id} {address}: {(int)answer.StatusCode}");
                }
            }
        }

        Assert.True(found.Count == 0, string.Join('\n', found.Take(60)));
        Assert.True(answered > asked / 3, $"{answered} of {asked} addresses answered with rows");
    }

    [Fact]
    public async Task Foreign_rows_are_refused_and_stand_in_the_audit()
    {
        var person = (await PeopleAsync()).First(person => person.Roles.Contains("supervisor") && !person.Scope.IsAll);
        using var client = await ClientAsync(person, "finance");
        var outside = oracle.Outside(person);
        foreach (var path in outside.Addresses.Values.SelectMany(paths => paths)
            .Where(path => !path.Contains("/application", StringComparison.Ordinal)))
        {
            var before = await RefusalsAsync();
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), Stopping);

            Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{path}: {answer.StatusCode}");
            Assert.True(await RefusalsAsync() == before + 1, $"{path} is not in the audit");
        }

        // What is typed whole is not even said to be there.
        var order = outside.Addresses["/orders/{Chain}/{OrderNumber}"][0].Split('/')[^1];
        using var sought = await client.GetAsync(new Uri("/find?q=" + order, UriKind.Relative), Stopping);
        Assert.True(sought.StatusCode == HttpStatusCode.OK, $"{order}: {sought.Headers.Location}");

        // A form is refused as if there were no such case.
        var foreign = outside.Addresses["/cases/{CaseId:long}"][0];
        var token = await SignIn.TokenAsync(client, "/account");
        using var form =
            new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = token, ["action"] = "send" });
        using var posted = await client.PostAsync(new Uri(foreign + "/step", UriKind.Relative), form, Stopping);
        using var record = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = token, ["reason"] = "why", ["step"] = "handed_in",
            ["chain"] = person.Scope.Grants[0].ChainId == "wanjia" ? "runda" : "wanjia",
        });
        using var recorded = await client.PostAsync(new Uri("/locks/record", UriKind.Relative), record, Stopping);
        foreach (var (path, field) in (((string, string)[])[("/comments", "case"), ("/cases/assign", "case")]))
        {
            using var said = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["__RequestVerificationToken"] = token, ["on"] = "case", [field] = foreign.Split('/')[^1], ["said"] = "x",
                ["assignee"] = (await month.AskAsync<string>("select min(name) from core.person")).Single(),
            });
            using var kept = await client.PostAsync(new Uri(path, UriKind.Relative), said, Stopping);
        }

        Assert.Equal(0, (await month.AskAsync<int>("select count(*)::integer from ops.comment")).Single());
        Assert.Equal(0, (await month.AskAsync<int>("select count(*)::integer from core.reopening_application where submitted_on is not null"))
            .Single());
        Assert.Equal(0,
            (await month.AskAsync<int>("select count(*)::integer from ops.case_event where actor = @who",
            values: new { who = Account(person, "finance") })).Single());
    }

    [Fact]
    public async Task Operator_with_a_scope_sees_operations_whole_and_business_cut()
    {
        var person = (await PeopleAsync()).First(person => person.Roles.Contains("supervisor") && !person.Scope.IsAll);
        using var client = await ClientAsync(person, "operator");
        var outside = oracle.Outside(person);

        foreach (var path in (string[])["/now", "/runs", "/failures", "/schedules", "/audit", "/audit.csv", "/deliveries", "/quarantine"])
        {
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri(path, UriKind.Relative), Stopping)).StatusCode);
        }

        Assert.Contains("/deliveries/", await client.GetStringAsync("/deliveries", Stopping), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound,
            (await client.GetAsync(new Uri(outside.Addresses["/deliveries/{id:long}/body"][0], UriKind.Relative), Stopping)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound,
            (await client.GetAsync(new Uri(outside.Addresses["/orders/{Chain}/{OrderNumber}"][0], UriKind.Relative), Stopping)).StatusCode);
    }

    [Fact]
    public async Task Figure_outside_the_scope_is_said_to_be_so_and_not_to_be_nothing()
    {
        var person = (await PeopleAsync()).First(person => person.Roles.Contains("supervisor") && !person.Scope.IsAll);
        using var client = await ClientAsync(person, "viewer");
        var own = person.Scope.Grants[0].ChainId;
        foreach (var page in (string[])["statements", "figures/order-differences", "figures/prices", "figures/locks"])
        {
            var foreign = await client.GetStringAsync($"/{page}?asOf={AsOfText}&chain={(own == "wanjia" ? "runda" : "wanjia")}", Stopping);
            Assert.Contains("不在您的范围", WebUtility.HtmlDecode(foreign), StringComparison.Ordinal);
            Assert.DoesNotContain("不在您的范围", WebUtility.HtmlDecode(await client.GetStringAsync($"/{page}?asOf={AsOfText}&chain={own}", Stopping)),
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Form_of_business_is_one_whose_scope_is_tried()
    {
        var forms = Endpoints().Where(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is ["POST"]
            && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
            && endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>()
                .All(rule => rule.Policy is Policies.See or Policies.Settle or Policies.Discuss or Policies.Personal))
            .Select(Pattern);

        Assert.Equal(
            ["/account/password", "/cases/assign", "/cases/steps", "/cases/{id:long}/step", "/comments", "/exposures/decide",
                "/improvement-plan/write", "/language", "/locks/record", "/sign-out", "/work/done", "/work/undone"], forms.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Page_that_reads_the_warehouse_whole_lets_in_only_who_sees_all()
    {
        var pages = typeof(ConsolePage).Assembly.GetTypes().Where(type => type.IsDefined(typeof(RouteAttribute), true)).ToList();

        Assert.Empty(pages.Where(page => !page.IsAssignableTo(typeof(OperationsPage))).SelectMany(page => Injected(page)
            .Where(type => !Harmless.Contains(type.Name))
            .Select(type => $"{page.Name} injects {type.Name}: what it reads must come by SeenRows")));
        Assert.DoesNotContain(pages, page => page.IsAssignableTo(typeof(OperationsPage))
            && page.GetCustomAttributes(typeof(AuthorizeAttribute), true).Cast<AuthorizeAttribute>()
            .All(rule => rule.Policy is Policies.See or Policies.Settle));
        Assert.True(pages.Count > 20);
    }

    // None of them reads rows of the business for a page.
    private static readonly string[] Harmless =
        ["Func`1", "TimeProvider", "ConsoleNames", "ConsoleOptions", nameof(AccountStore), nameof(Invitations), nameof(SignInsPerAccount),
        nameof(SignInsPerAddress)];

    private static IEnumerable<Type> Injected(Type page) => page.GetProperties(
        System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic)
        .Where(property => property.IsDefined(typeof(InjectAttribute), true)).Select(property => property.PropertyType);

    /// <summary>Addresses of every endpoint that is read: of rows outside the scope, and each list with each filter it knows.</summary>
    private IEnumerable<(string Address, bool IsForeign)> Addresses(ScopeOracle.Beyond outside)
    {
        foreach (var endpoint in Endpoints()
            .Where(endpoint => !(endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is ["POST"])).DistinctBy(Pattern))
        {
            var pattern = Pattern(endpoint);
            if (Own.Contains(pattern) || pattern.StartsWith("/hangfire", StringComparison.Ordinal) || IsOperations(endpoint)
                || IsOverseen(endpoint))
            {
                continue;
            }

            if (pattern.Contains('{', StringComparison.Ordinal))
            {
                Assert.True(oracle.Addresses.ContainsKey(pattern),
                    $"{pattern} is new: say in ScopeOracle which rows stand at its addresses.");
                foreach (var path in outside.Addresses.GetValueOrDefault(pattern, []))
                {
                    yield return (path, true);
                }

                var most = pattern.StartsWith("/figures/", StringComparison.Ordinal) ? int.MaxValue : 3;
                foreach (var path in oracle.Addresses[pattern].OrderBy(_ => random.Next()).Take(most))
                {
                    yield return (path, false);
                }

                continue;
            }

            yield return (pattern, false);
            foreach (var query in Queries(endpoint))
            {
                yield return ($"{pattern}?{query}", false);
            }
        }
    }

    private IEnumerable<string> Queries(RouteEndpoint endpoint)
    {
        var names = endpoint.Metadata.GetMetadata<ComponentTypeMetadata>()?.Type.GetProperties()
            .Select(property => (property, property.GetCustomAttributes(typeof(SupplyParameterFromQueryAttribute), true)
            .Cast<SupplyParameterFromQueryAttribute>().FirstOrDefault()))
            .Where(pair => pair.Item2 is not null).Select(pair => pair.Item2!.Name ?? pair.property.Name).ToHashSet() ?? [];
        var dated = names.Contains("asOf") ? $"asOf={AsOfText}&" : names.Contains("date") ? $"date={AsOfText}&" : names.Contains("to")
            ? $"to={AsOfText}&" : "";
        yield return dated + "page=1";
        foreach (var name in names.Where(name => name is not ("asOf" or "date" or "to" or "page")))
        {
            Assert.True(oracle.Filters.ContainsKey(name),
                $"{Pattern(endpoint)} has a new filter {name}: say in ScopeOracle what it may be.");
            foreach (var value in oracle.Filters[name])
            {
                yield return $"{dated}{name}={Uri.EscapeDataString(value)}";
            }
        }
    }

    // Those are for roles that see operations: EveryEndpointTests.
    private static bool IsOperations(RouteEndpoint endpoint) => endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>()
        .Any(rule => rule.Policy is Policies.Operate or Policies.Administer);

    // Those tell of all chains at once, and are closed to who sees only some.
    private static bool IsOverseen(RouteEndpoint endpoint) => endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>()
        .Any(rule => rule.Policy is Policies.Oversee or Policies.Monitor);

    private IEnumerable<RouteEndpoint> Endpoints() =>
        app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    private static string Pattern(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.TrimStart('/');

    private async Task<IReadOnlyList<Recipient>> PeopleAsync()
    {
        await using var connection = await month.Warehouse.DataSource.OpenConnectionAsync();
        await using var transaction = await ReportClock.EndOf(BusinessTime.Today(TimeProvider.System)).BeginAsync(connection);
        return await app.Services.GetRequiredService<RecipientList>().PeopleAsync(connection);
    }

    private async Task<long> RefusalsAsync()
    {
        await using var connection = await month.Warehouse.DataSource.OpenConnectionAsync();
        return await connection.ExecuteScalarAsync<long>("select count(*) from ops.audit where action = 'refuse_out_of_scope'");
    }

    private string Account(Recipient person, string role) => $"{role}-{person.Id.ToLowerInvariant()}-{port}";

    private async Task<HttpClient> ClientAsync(Recipient person, string role)
    {
        var name = Account(person, role);
        await app.Services.GetRequiredService<AccountStore>()
            .AddAsync(name, name, role, person.Id, ConsoleSite.Password, null, "test", Stopping);
        var client = new HttpClient(new HttpClientHandler
        {
            AllowAutoRedirect = false,
            CookieContainer = new CookieContainer()
        })
        { BaseAddress = new Uri(app.Urls.First()), Timeout = TimeSpan.FromMinutes(5) };
        await SignIn.AsAsync(client, name, ConsoleSite.Password);
        return client;
    }

    private string Some(string[] all, int least = 0) =>
        string.Join(", ", all.OrderBy(_ => random.Next()).Take(random.Next(least, all.Length / 2 + 1)));
}
