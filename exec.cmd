@rem On Windows "exec" of the scripts in package.json is this: there it does nothing but run what follows.
@%*
