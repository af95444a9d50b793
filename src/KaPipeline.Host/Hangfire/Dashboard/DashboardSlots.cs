using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Hangfire.Common;
using Hangfire.Dashboard;
using KaPipeline.Host.Accounts;
using KaPipeline.Labels;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KaPipeline.Host.Hangfire.Dashboard;

/// <summary>Slots that a page of the dashboard leaves open while it is rendered, filled before it goes out: the names of its jobs, all
/// read in one query, and a part made by a component of the console. Hangfire's callbacks give text at once and know nothing of the rest of
/// the page.</summary>
internal sealed class DashboardSlots
{
    // Drawn for each answer, so that no text of a job can be taken for a slot.
    private readonly string mark = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
    private readonly List<Job> jobs = [];
    private (Type Component, IReadOnlyDictionary<string, object?> Parameters)? part;

    public bool AreEmpty => jobs.Count == 0 && part is null;

    /// <summary>Begins those of one answer.</summary>
    public static DashboardSlots Open(HttpContext context)
    {
        var slots = new DashboardSlots();
        context.Items[typeof(DashboardSlots)] = slots;
        return slots;
    }

    /// <summary>Those of the answer that is being made.</summary>
    public static DashboardSlots Of(DashboardContext context) => (DashboardSlots)context.GetHttpContext().Items[typeof(DashboardSlots)]!;

    /// <summary>A slot for a job's name.</summary>
    public string Name(Job job)
    {
        jobs.Add(job);
        return string.Create(CultureInfo.InvariantCulture, $"{mark}-{jobs.Count - 1}-");
    }

    /// <summary>A slot for a component; a page has one.</summary>
    public NonEscapedString Part<T>(IReadOnlyDictionary<string, object?> parameters)
        where T : IComponent
    {
        part = (typeof(T), parameters);
        return new NonEscapedString($"{mark}-part-");
    }

    /// <summary>The page with every slot filled.</summary>
    public async Task<string> FillAsync(HttpContext context, string html)
    {
        var names = jobs.Count == 0 ? []
            : await JobNames.OfAsync(context.RequestServices, jobs, ConsoleLanguage.OfRequest == Language.English, context.RequestAborted);
        var made = part is { } asked ? await RenderAsync(context, asked.Component, asked.Parameters) : "";
        return Regex.Replace(html, mark + "-([0-9]+|part)-", slot => slot.Groups[1].Value is "part" ? made
            : VisibleHtml.Encoder.Encode(names[int.Parse(slot.Groups[1].ValueSpan, CultureInfo.InvariantCulture)]),
            RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));
    }

    private static async Task<string> RenderAsync(HttpContext context, Type component, IReadOnlyDictionary<string, object?> parameters)
    {
        var client = context.Response.Body;
        await using var buffer = new MemoryStream();
        context.Response.Body = buffer;
        try
        {
            await new RazorComponentResult(component, parameters) { PreventStreamingRendering = true }.ExecuteAsync(context);
        }
        finally
        {
            context.Response.Body = client;
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
