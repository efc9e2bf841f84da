namespace RtcCluster.Storage.Contacts;

/// <summary>What became of one entry of a file, or would.</summary>
/// <param name="Line">The line that it begins in.</param>
/// <param name="Kind">What.</param>
/// <param name="Name">The name of the contact; empty when it was refused without one.</param>
/// <param name="Reason">Why it was refused, for the person who brought the file; null otherwise.</param>
public sealed record ContactImportStep(int Line, ContactImportKind Kind, string Name, string? Reason = null);
