namespace RtcCluster.Fuzz.Targets;

/// <summary>All targets; a new parser adds itself here and gets a corpus folder of the same name.</summary>
public static class FuzzTargets
{
    public static IReadOnlyList<FuzzTarget> All { get; } = [new SipTarget(), new UriTarget(), new SdpTarget(), new RtpTarget(), new RtcpTarget(), new WavTarget(), new SrtpTarget(), new DtlsTarget(), new StunTarget()];

    public static FuzzTarget? Find(string kind) => All.Append(new PlantedTarget()).FirstOrDefault(target => target.Kind == kind);
}
