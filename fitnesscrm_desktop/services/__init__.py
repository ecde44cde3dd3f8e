"""What the studio does. No Qt here.

This holds for every public method of a service, unless its docstring says otherwise:

* The actor comes first. Without the permission that is needed ``NotAllowed`` is raised.
* The id of something that is not there raises ``NotFound``; among several it is left out, or named.
* What cannot be stored as it was typed raises ``RuleBroken``, whose ``fields`` tell what is wrong with which;
  a *version* that is no longer the stored one ``Conflict``; trouble with disk or database ``StorageTrouble``.
* A method that raises has changed nothing.
* Money is whole minor units of the studio's currency, tax contained; a tax rate is hundredths of a percent.
* Moments are aware and in UTC. A day is one of the studio's zone; a period holds its first and its last day.
* Values of bodies are floats in SI (kilograms, metres, seconds) and per cent; sizes are bytes.
* What comes back is frozen, in the order its docstring names, and was true when it was read.
"""
