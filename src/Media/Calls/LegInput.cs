namespace RtcCluster.Media.Calls;

/// <summary>What a leg hears.</summary>
internal enum LegInput : byte
{
    Nothing,
    Leg,
    Source,
    Echo,
    Mix,
}
