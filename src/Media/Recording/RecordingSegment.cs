namespace RtcCluster.Media.Recording;

/// <summary>
/// Successive chunks of a recording of one codec family. Chunks of both families are in two segments, each of which is silent where the other speaks.
/// </summary>
/// <param name="IsOpus">Opus, else G.711.</param>
/// <param name="FirstChunk">Its first chunk.</param>
/// <param name="LastChunk">Its last chunk.</param>
public readonly record struct RecordingSegment(bool IsOpus, int FirstChunk, int LastChunk)
{
    /// <summary>How many chunks.</summary>
    public int Chunks => LastChunk - FirstChunk + 1;

    /// <summary>When it begins, from the start of the recording.</summary>
    public TimeSpan Start => TimeSpan.FromSeconds(FirstChunk * (double)RecordingChunkHeader.ChunkSamples / 8000);

    /// <summary>Divides a recording; a missing chunk is silent, and silence belongs to what is before it.</summary>
    /// <param name="kinds">What each chunk holds, from number 0 on.</param>
    public static IReadOnlyList<RecordingSegment> Divide(IReadOnlyList<RecordingChunkKind> kinds)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        var segments = new List<RecordingSegment>();
        int telephone = -1, opus = -1;
        for (var number = 0; number < kinds.Count; number++)
        {
            // Silence before anything was said belongs to what is said first.
            var from = segments.Count == 0 && telephone < 0 && opus < 0 ? 0 : number;
            if (kinds[number] is RecordingChunkKind.G711 or RecordingChunkKind.Mixed)
            {
                telephone = telephone < 0 ? from : telephone;
            }

            if (kinds[number] is RecordingChunkKind.Opus or RecordingChunkKind.Mixed)
            {
                opus = opus < 0 ? from : opus;
            }

            if (kinds[number] == RecordingChunkKind.G711 && opus >= 0)
            {
                segments.Add(new RecordingSegment(true, opus, number - 1));
                opus = -1;
            }
            else if (kinds[number] == RecordingChunkKind.Opus && telephone >= 0)
            {
                segments.Add(new RecordingSegment(false, telephone, number - 1));
                telephone = -1;
            }
        }

        if (telephone >= 0 || (opus < 0 && kinds.Count > 0))
        {
            segments.Add(new RecordingSegment(false, Math.Max(0, telephone), kinds.Count - 1));
        }

        if (opus >= 0)
        {
            segments.Add(new RecordingSegment(true, opus, kinds.Count - 1));
        }

        segments.Sort(static (a, b) => a.FirstChunk.CompareTo(b.FirstChunk));
        return segments;
    }
}
