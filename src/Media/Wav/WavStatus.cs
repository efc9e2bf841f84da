namespace RtcCluster.Media.Wav;

/// <summary>Why a WAV file was taken or refused.</summary>
public enum WavStatus
{
    /// <summary>Well formed and of a kind that we play.</summary>
    Ok,

    /// <summary>Shorter than the 12 bytes of a RIFF header.</summary>
    TooShort,

    /// <summary>Larger than <see cref="WavReader.MaxBytes"/>.</summary>
    TooLarge,

    /// <summary>Not RIFF/WAVE.</summary>
    NotWave,

    /// <summary>A chunk of the file reaches beyond its end, other than the audio of a file cut short.</summary>
    BadChunk,

    /// <summary>More chunks than any real file has.</summary>
    TooManyChunks,

    /// <summary>No format before the audio, or one with contradicting fields.</summary>
    BadFormat,

    /// <summary>A codec, sample width, channel count or rate that we do not play.</summary>
    Unsupported,

    /// <summary>No audio.</summary>
    NoData,
}
