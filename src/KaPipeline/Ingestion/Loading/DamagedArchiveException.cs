namespace KaPipeline.Ingestion.Loading;

/// <summary>The archive holds other bytes than those that were loaded: nothing may be proved, and nothing read again, by them.</summary>
/// <param name="fileName">Name under which the file arrived.</param>
/// <param name="sha256">Hash of what was loaded.</param>
/// <param name="path">Where it lies.</param>
/// <param name="inner">Why it could not be read, if that is so.</param>
public sealed class DamagedArchiveException(string fileName, string sha256, string path, Exception? inner = null) : IOException(
    $"归档文件已损坏 The archived copy of {fileName} is not what was loaded (SHA-256 {sha256}; {path}{(inner is null ? "" : ": " + inner.Message)}). "
    + "请重新加载原文件 Load the good file again with ka ingest, from the portal or a backup: that restores the archive and changes nothing else.",
    inner);
