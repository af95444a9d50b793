namespace KaPipeline.Ingestion.Profiles.Drafts;

/// <summary>Why a person must look at something that was drafted.</summary>
/// <param name="Chinese">For a Chinese reader.</param>
/// <param name="English">For an English one, and for the comments of a profile.</param>
public sealed record Doubt(string Chinese, string English);
