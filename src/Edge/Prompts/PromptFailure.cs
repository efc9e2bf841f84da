namespace RtcCluster.Edge.Prompts;

/// <summary>Why a piece of a prompt could not be heard.</summary>
internal enum PromptFailure
{
    /// <summary>It was heard.</summary>
    None,

    /// <summary>The leg has no media here.</summary>
    NoMedia,

    /// <summary>The program that speaks is not installed.</summary>
    NoVoice,

    /// <summary>The program that speaks gave nothing that sounds.</summary>
    BadSpeech,

    /// <summary>The program that speaks did not end in time, or was too busy.</summary>
    SlowSpeech,

    /// <summary>The text, tone or pause is out of its bounds.</summary>
    OutOfBounds,

    /// <summary>No such audio is stored.</summary>
    NoAudio,

    /// <summary>What is stored is no audio that can be played.</summary>
    BadAudio,

    /// <summary>The blob store does not answer.</summary>
    NoStore,

    /// <summary>A kind of piece that this edge does not know: its silos are newer.</summary>
    UnknownPiece,
}
