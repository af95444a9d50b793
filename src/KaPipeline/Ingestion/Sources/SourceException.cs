namespace KaPipeline.Ingestion.Sources;

/// <summary>A source did not do what it should; the message says what it was asked and what it answered, without secrets.</summary>
public class SourceException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether trying again without a change cannot help: a refused sign-in, another host key, a wrong setting.</summary>
    public bool IsPermanent { get; init; }

    /// <summary>Whether it is the sign-in that was refused, which is not repeated with the same password.</summary>
    public bool IsSignInRefused { get; init; }
}
