namespace RtcCluster.Storage.Directory;

/// <summary>Puts a tenant into the directory before the host's services start.</summary>
public interface IDirectorySeed
{
    /// <summary>Adds what is missing; what is there stays as people changed it.</summary>
    Task SeedAsync(CancellationToken ct = default);
}
