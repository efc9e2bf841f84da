namespace RtcCluster.Storage.Directory;

/// <summary>The answer to a write of the directory.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="Version">The version now stored; 0 unless saved.</param>
/// <param name="Reason">A sentence for the person who asked, when it was not saved.</param>
public sealed record SaveResult(SaveStatus Status, int Version, string Reason)
{
    /// <summary>True when it is stored.</summary>
    public bool IsSaved => Status == SaveStatus.Saved;

    internal static SaveResult Saved(int version) => new(SaveStatus.Saved, version, "");

    internal static SaveResult Conflict(string what) => new(SaveStatus.Conflict, 0, $"{what} was changed by somebody else; read it again.");

    internal static SaveResult Taken(string reason) => new(SaveStatus.Conflict, 0, reason);

    internal static SaveResult NoSeat(string reason) => new(SaveStatus.NoSeat, 0, reason);

    internal static SaveResult Invalid(string reason) => new(SaveStatus.Invalid, 0, reason);
}
