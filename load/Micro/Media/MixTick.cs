using BenchmarkDotNet.Attributes;
using RtcCluster.Media.Mixing;

namespace RtcCluster.Load.Micro.Media;

/// <summary>20 ms of a mix: every member's packet taken, and every member's frame made. Without sockets.</summary>
[MemoryDiagnoser]
public class MixTick
{
    private readonly MixedPhones _supervision = new(members: 3, speaking: 3);
    private readonly MixedPhones _meeting = new(members: Mixer.MaxMembers, speaking: 3);
    private readonly MixedPhones _crowd = new(members: Mixer.MaxMembers, speaking: Mixer.MaxMembers);

    /// <summary>Lets the supervisor whisper.</summary>
    public MixTick() => _supervision.Mixer.SetHears(HearingMatrix.Supervision(0, 1, 2, SupervisionMode.Whisper));

    /// <summary>A customer, an agent and a supervisor who whispers.</summary>
    [Benchmark]
    public int Supervision() => _supervision.Tick();

    /// <summary>32 members of whom three speak and the others send nothing.</summary>
    [Benchmark]
    public int MeetingOf32() => _meeting.Tick();

    /// <summary>32 members who all send sound: 32 sums and 32 payloads.</summary>
    [Benchmark]
    public int CrowdOf32() => _crowd.Tick();
}
