using System.Security.Cryptography;
using KaPipeline.Labels;

namespace KaPipeline.Operations;

/// <summary>A photograph that somebody took: what its bytes say it is, whatever its name or its browser says.</summary>
public sealed class Photograph
{
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF];
    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private Photograph(byte[] content, string mediaType) => (Content, MediaType) = (content, mediaType);

    /// <summary>Its bytes.</summary>
    public byte[] Content { get; }

    /// <summary>The type that it is shown as: one of three, none of which a browser runs.</summary>
    public string MediaType { get; }

    /// <summary>SHA-256 of its bytes, in hex.</summary>
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Content));

    /// <summary>Takes bytes for a photograph.</summary>
    /// <exception cref="InvalidDataException">They are none of the kinds that are taken.</exception>
    public static Photograph Of(byte[] content) => new(content, content switch
    {
        _ when content.AsSpan().StartsWith(Jpeg) => "image/jpeg",
        _ when content.AsSpan().StartsWith(Png) => "image/png",
        _ when content.AsSpan().StartsWith("RIFF"u8) && content.Length > 12 && content.AsSpan(8, 4).SequenceEqual("WEBP"u8) => "image/webp",
        _ => throw new InvalidDataException(Bilingual.Of(
            "照片须为 JPEG、PNG 或 WebP；该文件的内容不是。", "A photograph is JPEG, PNG or WebP; what is in this file is none of them.")),
    });
}
