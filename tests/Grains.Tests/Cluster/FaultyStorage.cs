using Orleans.Storage;

namespace RtcCluster.Grains.Tests.Cluster;

/// <summary>The real store, unless the test has switched it off.</summary>
internal sealed class FaultyStorage(Func<IGrainStorage> real) : IGrainStorage
{
    private readonly Lazy<IGrainStorage> _real = new(real);
    private int _refused;

    /// <summary>Set: every write fails.</summary>
    public bool Down { get; set; }

    /// <summary>Set: writes of a state of this name fail.</summary>
    public string? DownFor { get; set; }

    /// <summary>What a write that fails on purpose, or a read of <see cref="UnreadFor"/>, throws.</summary>
    public Func<Exception> Failure { get; set; } = static () => new IOException("The state store is down.");

    /// <summary>Set: reads of a state of this name fail.</summary>
    public string? UnreadFor { get; set; }

    /// <summary>Writes that failed on purpose.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>Writes of a state of this name that succeeded.</summary>
    public Dictionary<string, int> Writes { get; } = [];

    /// <summary>The same of each grain, by its identity.</summary>
    public Dictionary<GrainId, int> WritesOf { get; } = [];

    /// <summary>Set: the store is away, and cannot be read either.</summary>
    public bool Away { get; set; }

    /// <summary>Set: the next write of a state of this name is made and reported as failed, as one that was given up and came in later.</summary>
    public string? LateFor { get; set; }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Away ? throw new IOException("The state store is away.") : stateName == UnreadFor ? throw Failure() : _real.Value.ReadStateAsync(stateName, grainId, grainState);

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        Refuse(stateName);
        if (stateName == LateFor)
        {
            LateFor = null;
            await _real.Value.WriteStateAsync(stateName, grainId, new GrainState<T>(grainState.State, grainState.ETag) { RecordExists = grainState.RecordExists });
            throw new IOException("The state store did not answer in time.");
        }

        await _real.Value.WriteStateAsync(stateName, grainId, grainState);
        lock (Writes)
        {
            Writes[stateName] = Writes.GetValueOrDefault(stateName) + 1;
            WritesOf[grainId] = WritesOf.GetValueOrDefault(grainId) + 1;
        }
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        Refuse(stateName);
        return _real.Value.ClearStateAsync(stateName, grainId, grainState);
    }

    private void Refuse(string stateName)
    {
        if (Down || Away || stateName == DownFor)
        {
            Interlocked.Increment(ref _refused);
            throw Failure();
        }
    }
}
