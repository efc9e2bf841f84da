namespace RtcCluster.Load.Runner.Lab.Failover;

/// <summary>A caller's own account of one call to the queue. Times are of the stopwatch.</summary>
internal sealed class Visit
{
    private readonly TaskCompletionSource _taken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The call; empty until it was accepted.</summary>
    public string Call { get; set; } = "";

    /// <summary>When the number was dialled.</summary>
    public long DialledAt { get; init; }

    /// <summary>When the queue had taken the call: it answered.</summary>
    public long? JoinedAt { get; set; }

    /// <summary>Why it came to nothing; null when it was served.</summary>
    public string? Lost { get; set; }

    /// <summary>Times that dialling was refused and tried again.</summary>
    public int Refusals { get; set; }

    /// <summary>An agent has it.</summary>
    public Task Taken => _taken.Task;

    /// <summary>An agent says so.</summary>
    public void Take() => _taken.TrySetResult();
}
