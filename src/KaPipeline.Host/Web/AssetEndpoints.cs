using System.Security.Cryptography;

namespace KaPipeline.Host.Web;

/// <summary>The console's own style sheet, script and icon, carried inside the program; their paths change with their content.</summary>
internal static class AssetEndpoints
{
    private static readonly Dictionary<string, (byte[] Bytes, string Type, string Hash)> Assets =
        new[] { ("app.css", "text/css; charset=utf-8"), ("app.js", "text/javascript; charset=utf-8"), ("icon.svg", "image/svg+xml") }
            .ToDictionary(asset => asset.Item1, asset => Load(asset.Item1, asset.Item2));

    public static string Path(string name) => $"/assets/{Assets[name].Hash}/{name}";

    public static void MapAssets(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/assets/{hash}/{name}", (string hash, string name, HttpContext context) =>
        {
            if (!Assets.TryGetValue(name, out var asset) || asset.Hash != hash)
            {
                return Results.NotFound();
            }

            context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
            return Results.Bytes(asset.Bytes, asset.Type);
        }).AllowAnonymous();

    private static (byte[] Bytes, string Type, string Hash) Load(string name, string type)
    {
        using var stream = typeof(AssetEndpoints).Assembly.GetManifestResourceStream("assets/" + name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return (bytes, type, Convert.ToHexStringLower(SHA256.HashData(bytes))[..12]);
    }
}
